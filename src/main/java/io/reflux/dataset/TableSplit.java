package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * How the rows of a table are divided.
 *
 * @param by the rule
 * @param share what trains, of the classes or of the images of each class
 * @param seed what draws the images that train
 * @param train what the column of splits says of rows that train
 * @param test what it says of rows that test
 * @param validation what it says of rows for validation, which test if none of {@code test} do
 */
record TableSplit(
    Rule by,
    double share,
    long seed,
    List<String> train,
    List<String> test,
    List<String> validation) {

  /** The rules. */
  enum Rule {
    /** The column where there is one, else half of the classes. */
    AUTO,
    COLUMN,
    CLASSES,
    IMAGES,
    NONE
  }

  static TableSplit read(Section section) {
    Rule by = section.oneOf("by", Rule.class);
    TableSplit split =
        new TableSplit(
            by,
            section.number("share", Range.SHARE),
            section.wholeLong("seed", Range.ANY),
            section.texts("train-values"),
            section.texts("test-values"),
            section.texts("validation-values"));
    section.finish();
    return split;
  }
}
