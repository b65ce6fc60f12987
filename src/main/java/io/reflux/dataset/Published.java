package io.reflux.dataset;

import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * What all published datasets have in common.
 *
 * @param name the dataset's name
 * @param key the setting that names the root, for messages
 * @param root the folder or archive
 * @param complete whether a copy that lacks images is refused
 */
record Published(String name, String key, Path root, boolean complete) {

  static Published read(String name, Section section) {
    return new Published(
        name,
        section.path().isEmpty() ? "root" : section.path() + ".root",
        Path.of(section.text("root")),
        section.flag("complete"));
  }

  /**
   * Reads the dataset from its root; where that fails and the root holds archives, from those too.
   * (Not at once: who has unpacked an archive often leaves it there.)
   */
  Splits open(Function<FileTree, Splits> reader) {
    FileTree tree = FileTree.open(root, key);
    try {
      return reader.apply(tree);
    } catch (DatasetException e) {
      List<Path> archives = UnpackedTree.archives(tree);
      if (archives.isEmpty()) {
        throw e;
      }
      return reader.apply(UnpackedTree.of(tree, archives, key));
    }
  }

  /** Refuses splits that are not whole, if that was asked for. */
  Splits checked(Splits splits, Counts counts) {
    if (complete) {
      counts.check(name + " in " + root, splits);
    }
    return splits;
  }

  /** Refuses a folder that is not the dataset at all. */
  DatasetException notThere(String expected) {
    return new DatasetException(
        key + ": " + root + " is no " + name + " (expected: " + expected + ")");
  }
}
