package io.reflux.dataset;

import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What all published datasets have in common.
 *
 * @param facts what is known of the dataset
 * @param key the setting that names the root, for messages
 * @param root the folder or archive
 * @param complete whether a copy that lacks images is refused
 */
record Published(DatasetFacts facts, String key, Path root, boolean complete) {

  static Published read(DatasetFacts facts, Section section) {
    return new Published(
        facts,
        section.path().isEmpty() ? "root" : section.path() + ".root",
        section.file("root"),
        section.flag("complete"));
  }

  /**
   * Reads the dataset from its root; where that fails and the root holds archives, from those too.
   * (Not at once: who has unpacked an archive often leaves it there.)
   */
  Splits open(Function<FileTree, Splits> reader) {
    if (!Files.exists(root)) {
      throw new DatasetException(
          key
              + ": "
              + root
              + " does not exist (expected: a folder or archive of "
              + facts.name()
              + ", from "
              + facts.source()
              + ")");
    }
    FileTree tree = FileTree.open(root, key);
    try {
      return reader.apply(tree);
    } catch (DatasetException e) {
      List<String> archives = UnpackedTree.archives(tree, Set.copyOf(facts.downloads()));
      if (archives.isEmpty()) {
        throw e;
      }
      return reader.apply(UnpackedTree.of(tree, archives, key));
    }
  }

  /** Refuses splits that are not whole, if that was asked for. */
  Splits checked(Splits splits) {
    if (complete) {
      facts.counts().check(facts.name() + " in " + root, splits);
    }
    return splits;
  }

  /** Refuses a folder that is not the dataset at all. */
  DatasetException notThere(FileTree tree, String expected) {
    return new DatasetException(
        key
            + ": "
            + root
            + " is no "
            + facts.name()
            + " (expected: "
            + expected
            + "; or what is downloaded from "
            + facts.source()
            + ": "
            + downloads(tree)
            + ")");
  }

  private String downloads(FileTree tree) {
    Set<String> here =
        IntStream.range(0, tree.names().size())
            .mapToObj(tree.names()::fileName)
            .filter(facts.downloads()::contains)
            .collect(Collectors.toSet());
    String all = String.join(", ", facts.downloads());
    if (here.isEmpty()) {
      return all;
    }
    List<String> missing = facts.downloads().stream().filter(f -> !here.contains(f)).toList();
    return missing.isEmpty()
        ? all
        : all + ", of which " + String.join(", ", missing) + " is missing";
  }
}
