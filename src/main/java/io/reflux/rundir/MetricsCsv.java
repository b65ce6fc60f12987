package io.reflux.rundir;

import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSV file that grows line by line, perhaps by several writers, and is cut back when a run is
 * resumed. However long it is, it is read once, a line at a time. Lines that a power cut tore or
 * filled with NULs are taken out.
 */
final class MetricsCsv implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsCsv.class);

  private final SharedFile file;

  private MetricsCsv(SharedFile file) {
    this.file = file;
  }

  /** A file that may hold lines of an earlier attempt, or not be there yet. */
  record Place(SharedFile shared, List<String> columns) {
    /** One that nobody else writes. */
    Place(Path file, List<String> columns) {
      this(new SharedFile(file), columns);
    }

    Path file() {
      return shared.path();
    }
  }

  /**
   * Opens a file for appending; lines that {@code keep} allows stay, others are cut.
   *
   * @param keep told of a line already there; a {@code NumberFormatException} says that it is none
   * @param told hears a sentence if the file was damaged
   */
  static MetricsCsv open(Place place, Predicate<CsvTable.Line> keep, Consumer<String> told) {
    byte[] header = bytes(String.join(",", place.columns()));
    try {
      refuseOthers(place);
      RecordCut.Found found =
          place.shared().join(new LineFormat(), header, line -> verdict(place, line, keep));
      tell(place, found, told);
      DurableFile.syncFolder(place.file().toAbsolutePath().resolveSibling(""));
      return new MetricsCsv(place.shared());
    } catch (IOException e) {
      throw new UncheckedIOException(place.file() + ": can't be written", e);
    }
  }

  /** Takes a line, without its end; it is seen after {@link #flush}. */
  void add(String line) {
    file.append(bytes(line));
  }

  /** How many bytes were taken and are not in the file yet. */
  int waitingBytes() {
    return file.waitingBytes();
  }

  /** Hands all lines to the operating system. */
  void flush() throws IOException {
    file.flush();
  }

  /** As {@link #flush}, down to the disk. */
  void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.leave();
  }

  private static void tell(Place place, RecordCut.Found found, Consumer<String> told) {
    if (found.dropped() > 0) {
      told.accept(
          String.format(
              "%s: %d lines taken out that are later than what is gone on from",
              place.file(), found.dropped()));
    }
    if (found.damaged() > 0) {
      String sentence =
          String.format(
              "%s: %d damaged lines taken out (expected: none; was there a power cut?)",
              place.file(), found.damaged());
      LOG.warn("{}", sentence);
      told.accept(sentence);
    }
  }

  /** A file of another version can't be gone on with: its columns are others. */
  private static void refuseOthers(Place place) throws IOException {
    if (!Files.exists(place.file())) {
      return;
    }
    RecordFormat.Chunk first;
    try (var stream = Files.newInputStream(place.file())) {
      first = new LineFormat().next(new ByteSource(stream));
    }
    String line = CsvTable.text(first.bytes());
    boolean ours = line.equals(String.join(",", place.columns()));
    if (first.whole() && !first.isNone() && !ours) {
      throw new InputException(
          place.file()
              + ": columns "
              + line
              + " (expected: "
              + String.join(",", place.columns())
              + ", as this version writes them)");
    }
  }

  private static RecordCut.Verdict verdict(
      Place place, byte[] record, Predicate<CsvTable.Line> keep) {
    String[] columns = CsvTable.text(record).split(",", -1);
    if (columns.length != place.columns().size()) {
      return RecordCut.Verdict.DAMAGED;
    }
    try {
      return keep.test(new CsvTable.Line(place.columns(), columns))
          ? RecordCut.Verdict.KEEP
          : RecordCut.Verdict.DROP;
    } catch (NumberFormatException e) {
      return RecordCut.Verdict.DAMAGED;
    }
  }

  private static byte[] bytes(String line) {
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }
}
