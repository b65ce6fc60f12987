package io.reflux.rundir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A table of a run that is read again and again while it grows: each time what came since. A run
 * that is gone on with may cut its tables back: what doesn't end any more with the line that was
 * read last is read from its beginning.
 *
 * @param <R> a row
 */
public final class FollowedTable<R> {
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final List<String> needed;
  private final Function<CsvTable.Line, R> parser;
  private List<String> header = List.of();
  private long at;
  private byte[] last = {};

  private FollowedTable(Path file, List<String> needed, Function<CsvTable.Line, R> parser) {
    this.file = file;
    this.needed = needed;
    this.parser = parser;
  }

  /** The steps of {@code metrics.csv}. */
  public static FollowedTable<StepRow> steps(RunDirectory run) {
    return new FollowedTable<>(run.metrics(), StepRow.COLUMNS, StepRow::of);
  }

  /** The evaluations of {@code evaluations.csv}. */
  public static FollowedTable<EvaluationRow> evaluations(RunDirectory run) {
    return new FollowedTable<>(run.evaluations(), EvaluationRow.COLUMNS, EvaluationRow::of);
  }

  /**
   * Hands over every whole line that came since; all of them where earlier ones have changed.
   *
   * @return how many bytes were read
   * @throws IOException if it can't be read, or has other columns
   */
  public long read(Consumer<R> reader) throws IOException {
    if (!Files.exists(file)) {
      restart();
      return 0;
    }
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      if (!goesOn(content)) {
        restart();
      }
      long from = at;
      content.seek(at);
      byte[] begun = {};
      byte[] chunk = new byte[CHUNK];
      for (int got = content.read(chunk); got > 0; got = content.read(chunk)) {
        byte[] held = Arrays.copyOf(begun, begun.length + got);
        System.arraycopy(chunk, 0, held, begun.length, got);
        begun = lines(held, reader);
      }
      return at - from;
    }
  }

  /** The next reading begins with the first line, as if none had been read. */
  public void restart() {
    header = List.of();
    at = 0;
    last = new byte[0];
  }

  /** Whether the line that was read last still ends where it did. */
  private boolean goesOn(RandomAccessFile content) throws IOException {
    if (content.length() < at) {
      return false;
    }
    byte[] there = new byte[last.length];
    content.seek(at - last.length);
    content.readFully(there);
    return Arrays.equals(there, last);
  }

  /** Takes the whole lines; answers what is left. */
  private byte[] lines(byte[] held, Consumer<R> reader) throws IOException {
    int from = 0;
    for (int i = 0; i < held.length; i++) {
      if (held[i] == '\n') {
        byte[] line = Arrays.copyOfRange(held, from, i + 1);
        line(new String(line, 0, line.length - 1, StandardCharsets.UTF_8), reader);
        from = i + 1;
        at += line.length;
        last = line;
      }
    }
    return Arrays.copyOfRange(held, from, held.length);
  }

  private void line(String text, Consumer<R> reader) throws IOException {
    String[] columns = text.split(",", -1);
    if (header.isEmpty()) {
      header = List.of(columns);
      if (!header.containsAll(needed)) {
        throw new IOException(
            file + ": columns " + header + " (expected: " + String.join(",", needed) + ")");
      }
    } else if (columns.length == header.size()) {
      CsvTable.parsed(new CsvTable.Line(header, columns), parser).ifPresent(reader);
    }
  }
}
