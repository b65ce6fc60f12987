package io.reflux.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of words in columns as wide as their widest word; words at the left, numbers at the right.
 */
final class TextTable {
  private static final int WORDS = 2;
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; all have equally many cells, of which the first two are words. */
  void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** The whole table, a line a row, however long that is. */
  String text() {
    return text(Integer.MAX_VALUE);
  }

  /**
   * The whole table in lines of so many characters: columns that don't fit stand in a further table
   * below, after the first column again (and a second one of words).
   */
  String text(int width) {
    int[] widths = widths();
    List<String> parts = new ArrayList<>();
    int keys = Math.min(WORDS, widths.length);
    int keysWidth = Arrays.stream(widths, 0, keys).map(w -> w + GAP).sum();
    int from = keys;
    do {
      int to = from;
      int taken = keysWidth;
      while (to < widths.length && (to == from || taken + widths[to] <= width)) {
        taken += widths[to] + GAP;
        to++;
      }
      int[] shown = IntStream.concat(IntStream.range(0, keys), IntStream.range(from, to)).toArray();
      parts.add(
          rows.stream().map(row -> line(row, shown, widths)).collect(Collectors.joining("\n")));
      from = to;
    } while (from < widths.length);
    return String.join("\n\n", parts);
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] shown, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i : shown) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : " ".repeat(GAP));
      line.append(i < WORDS ? row.get(i) + padding : padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }
}
