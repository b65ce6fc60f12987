package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files that a table names. Beside a table in a folder they may lie anywhere: paths are
 * relative to the root, or absolute. In an archive they lie in it, below the table's folder or the
 * archive's root.
 *
 * @param tree the files
 * @param files of each row, the number of its file; -1 for one that is missing
 */
record TableFiles(FileTree tree, int[] files) {

  /** Of a table in an archive. */
  static TableFiles inArchive(FileTree tree, String folder, List<String> paths) {
    int[] files = new int[paths.size()];
    for (int row = 0; row < files.length; row++) {
      String path = safe(tree, paths.get(row));
      int beside = tree.names().find(folder + path);
      files[row] = beside < 0 ? tree.names().find(path) : beside;
    }
    return new TableFiles(tree, files);
  }

  private static String safe(FileTree tree, String path) {
    try {
      return SafePath.check(path);
    } catch (IOException e) {
      throw new DatasetException(tree.root() + ": its table: " + e.getMessage(), e);
    }
  }

  /**
   * Of a table in a folder.
   *
   * @param root where relative paths begin
   * @param place the table, for messages
   */
  static TableFiles inFolder(Path root, String place, List<String> paths) {
    Path top = root.toAbsolutePath().normalize();
    List<Path> all = new ArrayList<>(paths.size());
    boolean inside = true;
    for (String path : paths) {
      Path file = resolved(top, path, place);
      inside &= file.startsWith(top);
      all.add(file);
    }
    Path from = inside ? top : top.getRoot();
    Set<String> names = new HashSet<>();
    List<String> relative = new ArrayList<>(paths.size());
    for (Path file : all) {
      String name = from.relativize(file).toString().replace('\\', '/');
      relative.add(name);
      names.add(name);
    }
    return looked(inside ? root : from, FileNames.of(names), relative);
  }

  private static Path resolved(Path top, String path, String place) {
    try {
      boolean windows = path.indexOf('/') < 0 && path.indexOf('\\') >= 0;
      return top.resolve(windows ? path.replace('\\', '/') : path).normalize();
    } catch (InvalidPathException e) {
      throw new DatasetException(place + ": " + path + " (expected: the path of a file)", e);
    }
  }

  private static TableFiles looked(Path root, FileNames names, List<String> relative) {
    long[] bytes = new long[names.size()];
    long[] modified = new long[names.size()];
    for (int file = 0; file < bytes.length; file++) {
      FileFacts facts = facts(root.resolve(names.path(file)));
      bytes[file] = facts.bytes();
      modified[file] = facts.modified();
    }
    int[] files = new int[relative.size()];
    for (int row = 0; row < files.length; row++) {
      int file = names.find(relative.get(row));
      files[row] = bytes[file] < 0 ? -1 : file;
    }
    return new TableFiles(new FolderTree(root, names, bytes, modified), files);
  }

  private static FileFacts facts(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile()
          ? FileFacts.ofSize(found.size()).writtenAt(found.lastModifiedTime().toMillis())
          : FileFacts.NONE;
    } catch (IOException e) {
      return FileFacts.NONE;
    }
  }
}
