package io.reflux.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.zip.GZIPInputStream;

/**
 * The files of a TAR archive, read where they lie. A gzipped one cannot be read from its middle: it
 * is decompressed once, into a temporary file that is gone when the program is, however it ends.
 */
final class TarTree implements FileTree {
  private final Path root;
  private final StoredFile content;
  private final FileNames names;
  private final long[] offsets;
  private final int[] sizes;
  private final long written;

  private TarTree(Path root, StoredFile content, TarPlaces places) throws IOException {
    this.root = root;
    written = Files.getLastModifiedTime(root).toMillis();
    this.content = content;
    names = FileNames.of(new HashSet<>(places.paths()));
    offsets = new long[names.size()];
    sizes = new int[names.size()];
    for (int i = 0; i < places.paths().size(); i++) {
      int file = names.find(places.paths().get(i));
      offsets[file] = places.offset(i);
      sizes[file] = places.size(i);
    }
  }

  /** Opens an archive. */
  static TarTree open(Path root) throws IOException {
    return open(root, () -> FileChannel.open(root, StandardOpenOption.READ));
  }

  /** Opens a gzipped archive. */
  static TarTree openZipped(Path root) throws IOException {
    return open(root, () -> unpacked(root));
  }

  private static FileChannel unpacked(Path root) throws IOException {
    Path copy = Files.createTempFile("reflux-", ".tar");
    FileChannel content =
        FileChannel.open(
            copy,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(root), 1 << 16);
        InputStream in = new GZIPInputStream(packed, 1 << 16)) {
      in.transferTo(Channels.newOutputStream(content));
      return content;
    } catch (EOFException e) {
      content.close();
      throw new IOException("it ends too early", e);
    } catch (IOException e) {
      content.close();
      throw new IOException(
          e.getMessage() + ", when it was decompressed into " + copy.getParent(), e);
    }
  }

  private static TarTree open(Path root, StoredFile.Opening opening) throws IOException {
    FileChannel content = opening.open();
    try {
      return new TarTree(root, StoredFile.open(content, opening), TarPlaces.of(content));
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public FileNames names() {
    return names;
  }

  @Override
  public FileFacts facts(int file) {
    return FileFacts.ofSize(sizes[file]).writtenAt(written);
  }

  @Override
  public byte[] read(int file) throws IOException {
    return content.read(offsets[file], sizes[file]);
  }
}
