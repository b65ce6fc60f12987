package io.reflux.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells as tables are written: one a line, with a separator between cells (RFC 4180). A
 * cell in double quotes may hold separators, line ends and, written twice, quotes. A byte order
 * mark, blank lines and blanks around cells are passed over.
 */
final class DelimitedText {
  private final String text;
  private final char separator;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean quoted;
  private boolean opened;

  private DelimitedText(String text, char separator) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.separator = separator;
  }

  /**
   * The rows, in order.
   *
   * @throws DatasetException if a quote is never closed; the message begins with {@code place}
   */
  static List<List<String>> rows(String text, char separator, String place) {
    DelimitedText reading = new DelimitedText(text, separator);
    reading.read();
    if (reading.opened) {
      throw new DatasetException(
          place
              + ": row "
              + reading.rows.size()
              + ": a quote is never closed (expected: one before the end of the file)");
    }
    return reading.rows;
  }

  private void read() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (opened) {
        i += inQuotes(c, i);
      } else if (c == '"' && cell.toString().isBlank()) {
        cell.setLength(0);
        opened = true;
        quoted = true;
      } else if (c == separator) {
        endCell();
      } else if (c == '\n' || c == '\r') {
        endRow();
      } else {
        cell.append(c);
      }
    }
    if (!opened) {
      endRow();
    }
  }

  /** Takes a character inside of quotes; answers how many more were taken. */
  private int inQuotes(char c, int at) {
    if (c != '"') {
      cell.append(c);
      return 0;
    }
    if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
      cell.append('"');
      return 1;
    }
    opened = false;
    return 0;
  }

  private void endCell() {
    row.add(quoted ? cell.toString() : cell.toString().strip());
    cell.setLength(0);
    quoted = false;
  }

  private void endRow() {
    boolean blank = row.isEmpty() && !quoted && cell.toString().isBlank();
    if (!blank) {
      endCell();
      rows.add(row);
      row = new ArrayList<>();
    }
    cell.setLength(0);
  }
}
