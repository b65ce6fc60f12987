package io.reflux.rundir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the lines that a run wrote, one after the other. Lines that are cut off (the run may still
 * write) or damaged are passed over. No column holds a comma.
 */
final class CsvTable {
  private static final LineFormat LINES = new LineFormat();

  private final Path file;
  private final List<String> header;

  private CsvTable(Path file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  /** One line; its columns go by the header's names. */
  record Line(List<String> header, String[] columns) {
    /** All of it, without its end. */
    String text() {
      return String.join(",", columns);
    }

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
  static <R> void read(Path file, List<String> needed, Function<Line, R> parser, Consumer<R> reader)
      throws IOException {
    try (Stream<R> rows = rows(file, needed, parser)) {
      rows.forEach(reader);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Every whole line, read when it is asked for; nothing if there is no such file. The stream has
   * to be closed.
   */
  static <R> Stream<R> rows(Path file, List<String> needed, Function<Line, R> parser)
      throws IOException {
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    InputStream stream = Files.newInputStream(file);
    try {
      ByteSource source = new ByteSource(stream);
      RecordFormat.Chunk first = LINES.next(source);
      CsvTable table =
          new CsvTable(file, first.isNone() ? needed : List.of(text(first.bytes()).split(",")));
      table.check(needed);
      return Stream.generate(() -> table.next(source, parser))
          .takeWhile(Optional::isPresent)
          .map(Optional::orElseThrow)
          .onClose(() -> close(file, stream));
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private static void close(Path file, InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be closed", e);
    }
  }

  /** The text of a line without its end. */
  static String text(byte[] line) {
    return new String(line, 0, Math.max(0, line.length - 1), StandardCharsets.UTF_8);
  }

  private void check(List<String> needed) throws IOException {
    if (!header.containsAll(needed)) {
      throw new IOException(
          file + ": columns " + header + " (expected: " + String.join(",", needed) + ")");
    }
  }

  /** The next line that can be read; empty at the end. */
  private <R> Optional<R> next(ByteSource source, Function<Line, R> parser) {
    try {
      for (RecordFormat.Chunk c = LINES.next(source); !c.isNone(); c = LINES.next(source)) {
        String[] columns = text(c.bytes()).split(",", -1);
        Optional<R> row =
            columns.length == header.size()
                ? parsed(new Line(header, columns), parser)
                : Optional.empty();
        if (row.isPresent()) {
          return row;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  /** A row of a line; empty where its numbers are none. */
  static <R> Optional<R> parsed(Line line, Function<Line, R> parser) {
    try {
      return Optional.of(parser.apply(line));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
