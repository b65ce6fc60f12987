package io.reflux.dataset;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Looks into the folders of a tree. */
final class Folders {
  private Folders() {}

  /**
   * The names of the folders right inside of another, in order.
   *
   * @param parent a path with its slash; empty for the root
   */
  static List<String> inside(FileTree tree, String parent) {
    TreeSet<String> names = new TreeSet<>(CodePoints.ORDER);
    for (String folder : tree.names().folders()) {
      if (folder.startsWith(parent) && folder.length() > parent.length()) {
        names.add(folder.substring(parent.length()).split("/", 2)[0]);
      }
    }
    return List.copyOf(names);
  }

  /** The files in a folder and in the folders inside of it, in order. */
  static IntStream files(FileTree tree, String folder) {
    List<String> folders = tree.names().folders();
    return IntStream.range(0, folders.size())
        .filter(f -> folders.get(f).equals(folder) || folders.get(f).startsWith(folder + "/"))
        .flatMap(f -> IntStream.range(tree.names().firstOf(f), tree.names().firstOf(f + 1)));
  }
}
