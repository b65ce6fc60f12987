package io.reflux.cli;

import java.util.ArrayList;
import java.util.List;

/** What people see on a terminal that knows three signs: return, clear the line, go up. */
final class Terminals {
  private Terminals() {}

  /**
   * The lines that are shown after a text was written; those at the end that are empty are left
   * out.
   */
  static List<String> after(String text) {
    List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    int row = 0;
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (text.startsWith("\u001b[K", i)) {
        lines.get(row).setLength(column);
        i += 2;
      } else if (text.startsWith("\u001b[A", i)) {
        row--;
        i += 2;
      } else if (sign == '\r') {
        column = 0;
      } else if (sign == '\n') {
        row++;
        column = 0;
        if (row == lines.size()) {
          lines.add(new StringBuilder());
        }
      } else {
        StringBuilder line = lines.get(row);
        line.replace(column, Math.min(column + 1, line.length()), String.valueOf(sign));
        column++;
      }
    }
    List<String> shown = new ArrayList<>(lines.stream().map(StringBuilder::toString).toList());
    while (!shown.isEmpty() && shown.get(shown.size() - 1).isEmpty()) {
      shown.remove(shown.size() - 1);
    }
    return shown;
  }
}
