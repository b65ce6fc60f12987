package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * How the images of a folder are divided into training and test.
 *
 * @param by the rule
 * @param share the share that trains, of the classes or of the images of each class
 * @param seed what draws the images that train
 * @param file the table of classes, inside of the root
 * @param column the column of it that holds the split
 * @param trainValues what the column says of training classes
 * @param testValues what the column says of test classes
 * @param most how much is kept of each part
 */
record FolderSplit(
    Rule by,
    double share,
    long seed,
    String file,
    String column,
    List<String> trainValues,
    List<String> testValues,
    Most most) {

  /** The rules by which images are divided. */
  enum Rule {
    AUTO,
    FILE,
    FOLDERS,
    HALVES,
    CLASSES,
    IMAGES,
    NONE
  }

  /**
   * How much is kept of each part.
   *
   * @param trainClasses so many classes; 0 keeps all
   * @param testClasses so many classes; 0 keeps all
   * @param testImages so many images, where they have no labels; 0 keeps all
   */
  record Most(int trainClasses, int testClasses, int testImages) {}

  static FolderSplit read(Section section) {
    Rule by = section.oneOf("by", Rule.class);
    FolderSplit split =
        new FolderSplit(
            by,
            section.number("share", Range.SHARE),
            section.wholeLong("seed", Range.ANY),
            section.text("file"),
            section.text("column"),
            section.texts("train-values"),
            section.texts("test-values"),
            new Most(
                section.whole("max-train-classes", Range.NOT_NEGATIVE),
                section.whole("max-test-classes", Range.NOT_NEGATIVE),
                section.whole("max-test-images", Range.NOT_NEGATIVE)));
    section.finish();
    return split;
  }

  /** True if a rule was asked for by its name. */
  boolean isAsked(Rule rule) {
    return by == rule;
  }

  /** True if a rule was asked for, or none was. */
  boolean allows(Rule rule) {
    return by == rule || by == Rule.AUTO;
  }

  /** How many of so many classes train: none is left without, and the test neither. */
  int trainingClasses(int classes) {
    int rounded = isAsked(Rule.CLASSES) ? (int) Math.round(classes * share) : classes / 2;
    return Math.max(1, Math.min(classes - 1, rounded));
  }
}
