package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a table say what.
 *
 * @param path where an image lies
 * @param label what it shows; empty if nobody knows
 * @param split which part it belongs to
 * @param splitIsWritten whether the pipeline file itself names that column
 * @param query whether it is searched for
 * @param gallery whether it is searched
 * @param box the left, upper, right and lower border of what its label says
 */
record TableColumns(
    String path,
    Optional<String> label,
    String split,
    boolean splitIsWritten,
    String query,
    String gallery,
    List<String> box) {
  private static final String NONE = "none";
  private static final int BORDERS = 4;

  static TableColumns read(Section section) {
    Optional<String> label = Optional.of(section.text("label")).filter(l -> !l.equals(NONE));
    List<String> box = section.texts("box");
    if (box.size() != BORDERS) {
      section.refuse("box", "four columns: left, upper, right and lower border");
    }
    boolean written = section.isWritten("split");
    TableColumns columns =
        new TableColumns(
            section.text("path"),
            label,
            section.text("split"),
            written,
            section.text("query"),
            section.text("gallery"),
            box);
    section.finish();
    return columns;
  }
}
