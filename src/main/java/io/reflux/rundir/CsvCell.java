package io.reflux.rundir;

/** A cell of a table for others, as RFC 4180 has it: in quotes where it needs them. */
public final class CsvCell {
  private CsvCell() {}

  /** The text as it stands in a line, quotes inside of quotes written twice. */
  public static String of(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
