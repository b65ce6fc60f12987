package io.reflux.dataset;

import io.reflux.setting.ShellWord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table that has been read: a header and rows of as many cells.
 *
 * @param place where it lies, for messages
 * @param header the names of its columns
 * @param rows its rows
 */
record TableFile(String place, List<String> header, List<List<String>> rows) {
  private static final char COMMA = ',';
  private static final char TAB = '\t';
  private static final char SEMICOLON = ';';

  /** Which files are tables, by their names. */
  static boolean isTable(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /**
   * Refuses a table of Parquet, with the line that makes one of it that is read.
   *
   * @param key the setting that names it, for messages
   * @throws DatasetException if the file is such a table by its name
   */
  static void refuseParquet(String key, String path) {
    if (path.toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      String csv = path.substring(0, path.length() - "parquet".length()) + "csv";
      throw new DatasetException(
          ("%s: %s is Parquet (expected: a .csv or .tsv file, as by python3 -c 'import pandas, sys;"
                  + " pandas.read_parquet(sys.argv[1]).to_csv(sys.argv[2], index=False)' %s %s)")
              .formatted(key, path, ShellWord.of(path), ShellWord.of(csv)));
    }
  }

  /**
   * Reads a table. Cells are parted by what parts the header: tabs, semicolons or commas.
   *
   * @throws DatasetException if it has no row, or rows of several lengths
   */
  static TableFile parsed(String text, String place) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    List<List<String>> rows = DelimitedText.rows(text, separator(first), place);
    if (rows.size() < 2) {
      throw new DatasetException(
          place + ": " + rows.size() + " rows (expected: a header and at least one)");
    }
    List<String> header = rows.get(0);
    List<List<String>> rest = rows.subList(1, rows.size());
    for (int i = 0; i < rest.size(); i++) {
      if (rest.get(i).size() != header.size()) {
        throw new DatasetException(
            "%s: row %d has %d cells (expected: %d, as the header)"
                .formatted(place, i + 1, rest.get(i).size(), header.size()));
      }
    }
    return new TableFile(place, header, rest);
  }

  private static char separator(String header) {
    if (header.indexOf(TAB) >= 0) {
      return TAB;
    }
    return header.indexOf(COMMA) < 0 && header.indexOf(SEMICOLON) >= 0 ? SEMICOLON : COMMA;
  }

  /** Where a column is. */
  Optional<Integer> find(String column) {
    int at = header.indexOf(column);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /**
   * Where a column is that has to be there.
   *
   * @param key the setting that names it, for messages
   */
  int column(String column, String key) {
    return find(column)
        .orElseThrow(
            () ->
                new DatasetException(
                    "%s: no column %s (its columns: %s; columns.%s names another)"
                        .formatted(place, column, String.join(", ", header), key)));
  }

  /** The text of a cell. */
  String cell(int row, int column) {
    return rows.get(row).get(column);
  }

  /** How many rows there are. */
  int size() {
    return rows.size();
  }

  /** What is wrong with a cell, as a sentence to throw. */
  DatasetException wrong(int row, int column, String expected) {
    return new DatasetException(
        "%s: row %d, %s: %s (expected: %s)"
            .formatted(place, row + 1, header.get(column), cell(row, column), expected));
  }
}
