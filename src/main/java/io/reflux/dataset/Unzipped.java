package io.reflux.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Gzipped archives, decompressed one after the other into a temporary file that is gone when the
 * program is, however it ends: nothing of them can be read from its middle.
 */
final class Unzipped {
  private Unzipped() {}

  /** Whether a file is a gzipped TAR archive, by its name. */
  static boolean isZipped(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".tgz") || name.endsWith(".tar.gz");
  }

  /** An empty file. */
  static FileChannel empty() throws IOException {
    return FileChannel.open(
        Files.createTempFile("reflux-", ".tar"),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** A file that holds all of some archives. */
  static FileChannel of(List<Path> archives) throws IOException {
    FileChannel content = empty();
    try {
      for (Path archive : archives) {
        append(archive, content);
      }
      return content;
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  /** Puts an archive behind what is there. */
  static void append(Path archive, FileChannel content) throws IOException {
    content.position(content.size());
    OutputStream out = Channels.newOutputStream(content);
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        InputStream in = new GZIPInputStream(packed, 1 << 16)) {
      in.transferTo(out);
    } catch (EOFException e) {
      throw new IOException("it ends too early", e);
    } catch (java.nio.file.NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      String place = System.getProperty("java.io.tmpdir");
      throw new IOException(e.getMessage() + ", when it was decompressed into " + place, e);
    }
  }
}
