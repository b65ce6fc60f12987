package io.reflux.dataset;

import io.reflux.dataset.FolderSplit.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Divides class folders into training and test. */
final class ClassDivision {
  private final String key;
  private final FolderSplit split;
  private final ClassFolders folders;

  /**
   * Of some class folders.
   *
   * @param key the setting that names the root, for messages
   */
  ClassDivision(String key, FolderSplit split, ClassFolders folders) {
    this.key = key;
    this.split = split;
    this.folders = folders;
  }

  /** By the rule that was asked for; by halves if none was. */
  Splits divided() {
    return switch (split.by()) {
      case NONE -> undivided();
      case IMAGES -> byImages();
      default -> byClasses();
    };
  }

  /** As a table says. */
  Splits by(SplitFile table, String place) {
    Dataset train = part(table, place, split.trainValues(), split.most().trainClasses());
    Dataset test = part(table, place, split.testValues(), split.most().testClasses());
    return Splits.of(train, test).by("by the table " + split.file());
  }

  private Dataset part(SplitFile table, String place, List<String> values, int most) {
    List<String> classes = table.classesOf(values);
    if (classes.isEmpty()) {
      throw new DatasetException(
          place
              + ": no class with "
              + split.column()
              + " "
              + String.join(" or ", values)
              + " (expected: at least one)");
    }
    Set<String> missing = new TreeSet<>(classes);
    missing.removeAll(folders.candidates());
    if (!missing.isEmpty()) {
      throw new DatasetException(
          folders.place()
              + ": "
              + missing.size()
              + " class folders of "
              + split.file()
              + " are missing, the first is "
              + missing.iterator().next());
    }
    return folders.split(first(classes, most));
  }

  private Splits byClasses() {
    List<String> names = folders.names();
    if (names.size() < 2) {
      throw new DatasetException(
          key
              + ": "
              + folders.place()
              + " has one class folder (expected: at least two, some of them to train on and some"
              + " to test on; split.by = images divides the images of each)");
    }
    int training = split.trainingClasses(names.size());
    String first = split.isAsked(Rule.CLASSES) ? "the first share" : "the first half";
    return Splits.of(
            folders.split(first(names.subList(0, training), split.most().trainClasses())),
            folders.split(first(names.subList(training, names.size()), split.most().testClasses())))
        .by(
            "%s of the class folders trains (%d of %d), the others test"
                .formatted(first, training, names.size()));
  }

  private Splits byImages() {
    ExampleIndex all = folders.split(first(folders.names(), split.most().trainClasses()));
    Splits parts = DividedImages.of(all, split.share(), split.seed());
    if (parts.test().size() == 0) {
      throw new DatasetException(
          key
              + ": "
              + folders.place()
              + " has no class of two images (expected: one, for split.by = images to divide)");
    }
    return parts.by(DividedImages.inWords(split.share(), split.seed()));
  }

  private Splits undivided() {
    return Splits.of(
            folders.split(first(folders.names(), split.most().trainClasses())),
            folders.split(first(folders.names(), split.most().testClasses())))
        .by("undivided: what is trained on is also tested on");
  }

  /** The first so many names; 0 for all. */
  static List<String> first(List<String> names, int count) {
    return count == 0 || count >= names.size() ? names : names.subList(0, count);
  }
}
