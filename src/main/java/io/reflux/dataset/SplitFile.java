package io.reflux.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table with a header line that says to which split a class folder belongs: comma-separated, as
 * {@code class_folder,split,images}.
 */
final class SplitFile {
  private static final String CLASS_COLUMN = "class_folder";

  private final Map<String, String> splitOfClass;

  private SplitFile(Map<String, String> splitOfClass) {
    this.splitOfClass = splitOfClass;
  }

  /** Reads the table; {@code column} names the column that holds the split. */
  static SplitFile read(FileTree tree, String path, String column) {
    String place = tree.root() + "/" + path;
    List<List<String>> rows = DelimitedText.rows(tree.text(path), ',', place);
    List<String> header = rows.isEmpty() ? List.of() : rows.get(0);
    int classAt = position(header, CLASS_COLUMN, place);
    int splitAt = position(header, column, place);
    Map<String, String> splits = new LinkedHashMap<>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> cells = rows.get(i);
      if (cells.size() != header.size()) {
        throw new DatasetException(
            place
                + ": row "
                + i
                + " has "
                + cells.size()
                + " cells (expected: "
                + header.size()
                + ")");
      }
      if (splits.put(cells.get(classAt), cells.get(splitAt)) != null) {
        throw new DatasetException(
            place + ": row " + i + " repeats class " + cells.get(classAt) + " (expected: once)");
      }
    }
    return new SplitFile(splits);
  }

  /** The class folders whose split is one of {@code values}, in the order of the table. */
  List<String> classesOf(List<String> values) {
    return splitOfClass.entrySet().stream()
        .filter(e -> values.contains(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int position(List<String> header, String column, String place) {
    int at = header.indexOf(column);
    if (at < 0) {
      throw new DatasetException(
          place + ": no column " + column + " (its columns: " + String.join(", ", header) + ")");
    }
    return at;
  }
}
