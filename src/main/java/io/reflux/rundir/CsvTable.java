package io.reflux.rundir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the lines that a run wrote, one after the other. Lines that are cut off (the run may still
 * write) are passed over. No column holds a comma.
 */
final class CsvTable {
  private final Path file;
  private final List<String> header;

  private CsvTable(Path file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  /** One line; its columns go by the header's names. */
  record Line(List<String> header, String[] columns) {
    String text(String column) {
      return columns[header.indexOf(column)];
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    int whole(String column) {
      return Integer.parseInt(text(column));
    }

    long wholeLong(String column) {
      return Long.parseLong(text(column));
    }
  }

  /** Hands every whole line to the reader; nothing if there is no such file. */
  static void read(Path file, List<String> needed, Consumer<Line> reader) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      CsvTable table = new CsvTable(file, first == null ? needed : List.of(first.split(",")));
      table.check(needed);
      table.read(lines, reader);
    }
  }

  private void check(List<String> needed) throws IOException {
    if (!header.containsAll(needed)) {
      throw new IOException(
          file + ": columns " + header + " (expected: " + String.join(",", needed) + ")");
    }
  }

  private void read(Reader from, Consumer<Line> reader) {
    BufferedReader lines = (BufferedReader) from;
    try {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        String[] columns = text.split(",", -1);
        if (columns.length == header.size() && Arrays.stream(columns).noneMatch(String::isEmpty)) {
          reader.accept(new Line(header, columns));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
