package io.reflux.dataset;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of a TAR archive, read where they lie. Archives inside of it count as folders, as in
 * ImageNet's. A gzipped one cannot be read from its middle: it is decompressed once, into a
 * temporary file that goes when the program ends.
 */
final class TarTree implements FileTree {
  private final Path root;
  private final FileChannel content;
  private final FileNames names;
  private final long[] offsets;
  private final int[] sizes;

  /** Where a file lies. */
  private record Place(long offset, int size) {}

  private TarTree(Path root, FileChannel content, Map<String, Place> places) {
    this.root = root;
    this.content = content;
    names = FileNames.of(places.keySet());
    offsets = new long[names.size()];
    sizes = new int[names.size()];
    for (int file = 0; file < offsets.length; file++) {
      Place place = places.getOrDefault(names.path(file), new Place(0, 0));
      offsets[file] = place.offset;
      sizes[file] = place.size;
    }
  }

  /**
   * Opens an archive.
   *
   * @param root what it is called in messages
   * @param tar where its bytes lie
   */
  static TarTree open(Path root, Path tar) throws IOException {
    Map<String, Place> places = new HashMap<>();
    try (Counting counting =
            new Counting(new BufferedInputStream(Files.newInputStream(tar), 1 << 16));
        TarArchiveInputStream entries = new TarArchiveInputStream(counting)) {
      list(entries, "", counting, places);
    }
    if (places.isEmpty()) {
      throw new IOException("it holds no file");
    }
    return new TarTree(root, FileChannel.open(tar, StandardOpenOption.READ), places);
  }

  /** Opens a gzipped archive. */
  static TarTree openZipped(Path root) throws IOException {
    Path tar = Files.createTempFile("reflux-", ".tar");
    tar.toFile().deleteOnExit();
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(root)), 1 << 16)) {
      Files.copy(in, tar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return open(root, tar);
    } catch (IOException e) {
      Files.deleteIfExists(tar);
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
  public byte[] read(int file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(sizes[file]);
    while (bytes.hasRemaining()) {
      if (content.read(bytes, offsets[file] + bytes.position()) < 0) {
        throw new IOException("the archive ends inside of the file");
      }
    }
    return bytes.array();
  }

  private static void list(
      TarArchiveInputStream entries, String folder, Counting counting, Map<String, Place> places)
      throws IOException {
    for (TarArchiveEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
      String path = folder + SafePath.check(e.getName());
      if (e.isFile() && path.endsWith(".tar")) {
        // Not closed: that would close the archive around it.
        String inside = path.substring(0, path.length() - 4) + "/";
        list(new TarArchiveInputStream(entries), inside, counting, places);
      } else if (e.isFile() && e.getSize() <= LARGEST_FILE) {
        places.put(path, new Place(counting.position, (int) e.getSize()));
      }
    }
  }

  /** Knows how far it was read: after an entry's header, that is where the entry's bytes begin. */
  private static final class Counting extends FilterInputStream {
    private long position;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      position += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      int read = super.read(into, from, count);
      position += Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      position += skipped;
      return skipped;
    }
  }
}
