package io.reflux.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A CSV file that grows line by line and is cut back when a run is resumed. */
final class MetricsCsv implements AutoCloseable {
  private final Writer writer;

  private MetricsCsv(Writer writer) {
    this.writer = writer;
  }

  /**
   * Opens the file for appending; whole lines that {@code keep} allows stay, others are cut.
   *
   * @param header the column names, the first line
   * @param keep told the columns of a line already there
   */
  static MetricsCsv open(Path file, String header, Predicate<String[]> keep) {
    try {
      List<String> lines = new ArrayList<>(List.of(header));
      if (Files.exists(file)) {
        wholeLines(file).stream()
            .skip(1)
            .filter(l -> keep.test(l.split(",", -1)))
            .forEach(lines::add);
      }
      Path aside = file.resolveSibling(file.getFileName() + ".part");
      Files.write(aside, lines, StandardCharsets.UTF_8);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new MetricsCsv(
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /** Appends one line and hands it to the operating system. */
  void add(Object... columns) {
    StringBuilder line = new StringBuilder();
    for (Object column : columns) {
      line.append(line.isEmpty() ? "" : ",").append(column);
    }
    try {
      writer.write(line.append('\n').toString());
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics can't be written", e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics can't be closed", e);
    }
  }

  private static List<String> wholeLines(Path file) throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n');
    return end < 0 ? List.of() : text.substring(0, end).lines().toList();
  }
}
