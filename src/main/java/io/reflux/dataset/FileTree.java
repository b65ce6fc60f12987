package io.reflux.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The files below a root, whether that is a folder or an archive. Safe for many threads. */
interface FileTree {
  /** Above this a file is taken for a mistake: 1 GiB. */
  long LARGEST_FILE = 1L << 30;

  /** The folder or archive. */
  Path root();

  /** The paths of all files. */
  FileNames names();

  /** What is known of a file without reading it. */
  FileFacts facts(int file);

  /** The content of a file. */
  byte[] read(int file) throws IOException;

  /**
   * Opens the folder or archive at a path.
   *
   * @param key the setting that names the root, for messages
   */
  static FileTree open(Path root, String key) {
    if (!Files.exists(root)) {
      throw new DatasetException(key + ": " + root + " does not exist (expected: " + KINDS + ")");
    }
    try {
      if (Files.isDirectory(root)) {
        return FolderTree.open(root);
      }
      String name = String.valueOf(root.getFileName()).toLowerCase(Locale.ROOT);
      if (!Files.isReadable(root)) {
        throw new IOException("no right to it");
      }
      if (name.endsWith(".zip")) {
        return ZipTree.open(root);
      }
      if (name.endsWith(".tar")) {
        return TarTree.open(root);
      }
      if (Unzipped.isZipped(name)) {
        return TarTree.openZipped(root);
      }
    } catch (IOException e) {
      throw new DatasetException(
          key + ": " + root + " cannot be read: " + e.getMessage() + " (expected: " + KINDS + ")",
          e);
    }
    boolean table = TableFile.isTable(root.toString()) || root.toString().endsWith(".parquet");
    String instead = table ? "; dataset = table reads tables" : "";
    throw new DatasetException(key + ": " + root + " (expected: " + KINDS + instead + ")");
  }

  /** True if a file is an archive by its name. */
  static boolean isArchive(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return List.of(".zip", ".tar", ".tgz", ".tar.gz").stream().anyMatch(name::endsWith);
  }

  /** The number of a file that has to be there. */
  default int require(String path) {
    int file = names().find(path);
    if (file < 0) {
      throw new DatasetException(root() + ": " + path + " is missing");
    }
    return file;
  }

  /** True if the tree has a file of this path. */
  default boolean has(String path) {
    return names().find(path) >= 0;
  }

  /** True if a folder of this path holds anything. */
  default boolean hasFolder(String path) {
    return names().folders().stream().anyMatch(f -> f.equals(path) || f.startsWith(path + "/"));
  }

  /**
   * The first of several folders that is there, with its slash; empty for the root itself, which is
   * the answer if none is.
   */
  default String firstFolder(String... candidates) {
    return firstFolder(List.of(candidates));
  }

  /** The same, of a list. */
  default String firstFolder(List<String> candidates) {
    for (String candidate : candidates) {
      if (hasFolder(candidate)) {
        return candidate + "/";
      }
    }
    return "";
  }

  /** What a root may be, for messages. */
  String KINDS = "a folder, or a .zip, .tar or .tgz archive";

  /** The lines of a text file. */
  default List<String> lines(String path) {
    return text(path).lines().toList();
  }

  /** What a text file says. */
  default String text(String path) {
    int file = require(path);
    try {
      return new String(read(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DatasetException(root() + ": " + path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
