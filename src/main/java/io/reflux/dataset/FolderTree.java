package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The files of a folder, as they were when it was listed. */
final class FolderTree implements FileTree {
  private final Path root;
  private final FileNames names;
  private final long[] bytes;
  private final long[] modified;

  /**
   * The files of a folder.
   *
   * @param bytes their sizes, and
   * @param modified when they were written, as {@link FileFacts} has both
   */
  FolderTree(Path root, FileNames names, long[] bytes, long[] modified) {
    this.root = root;
    this.names = names;
    this.bytes = bytes;
    this.modified = modified;
  }

  /**
   * Lists a folder.
   *
   * @throws IOException if a folder in it can't be listed
   */
  static FolderTree open(Path root) throws IOException {
    return new FolderListing(root).tree();
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
    return FileFacts.ofSize(bytes[file]).writtenAt(modified[file]);
  }

  @Override
  public byte[] read(int file) throws IOException {
    return read(root.resolve(names.path(file)));
  }

  /** The content of a file, if it is one and not too large. */
  static byte[] read(Path path) throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.isRegularFile()) {
        throw new DamagedFileException("it is no file (expected: no pipe, device or folder)");
      }
      if (file.size() > LARGEST_FILE) {
        throw new DamagedFileException(
            "file of " + file.size() + " bytes (expected: at most " + LARGEST_FILE + ")");
      }
      return Files.readAllBytes(path);
    } catch (AccessDeniedException e) {
      throw new IOException("no right to it", e);
    } catch (NoSuchFileException e) {
      throw new IOException("it is gone, or a link to nothing", e);
    }
  }
}
