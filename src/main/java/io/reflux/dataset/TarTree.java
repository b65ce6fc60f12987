package io.reflux.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;

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
    return open(root, () -> Unzipped.of(List.of(root)));
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
