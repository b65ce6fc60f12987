package io.reflux.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of words in columns as wide as their widest word; words at the left, numbers at the right.
 */
final class TextTable {
  private static final int WORDS = 2;

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; all have equally many cells, of which the first two are words. */
  void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** The whole table, a line a row. */
  String text() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(i < WORDS ? row.get(i) + padding : padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }
}
