package io.reflux.rundir;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A TensorBoard event file: TFRecords of events. */
final class TensorBoardFile implements AutoCloseable {
  private final GrowingFile file;

  private TensorBoardFile(GrowingFile file) {
    this.file = file;
  }

  /**
   * Begins a file, replacing one of the same name.
   *
   * @param file TensorBoard looks for {@code tfevents} in the name
   * @param seconds when its curves begin, since 1970
   */
  static TensorBoardFile create(Path file, double seconds) throws IOException {
    TensorBoardFile created = new TensorBoardFile(GrowingFile.create(file));
    created.file.append(TfRecordFormat.record(ScalarEvent.opening(seconds)));
    created.flush();
    return created;
  }

  /** Goes on with a file. */
  static TensorBoardFile open(Path file) throws IOException {
    return new TensorBoardFile(GrowingFile.open(file));
  }

  /**
   * Takes events out of a file, and whatever is damaged.
   *
   * @param kept tells those that stay
   * @return how many stay
   */
  static long cut(Path file, Predicate<ScalarEvent> kept) throws IOException {
    // Its first record tells when it began; whichever it is, it stays.
    boolean[] first = {true};
    RecordCut.Found found =
        RecordCut.cut(
            file,
            new TfRecordFormat(),
            new byte[0],
            record -> {
              if (first[0]) {
                first[0] = false;
                return RecordCut.Verdict.KEEP;
              }
              return verdict(record, kept);
            });
    return found.kept() - 1;
  }

  private static RecordCut.Verdict verdict(byte[] record, Predicate<ScalarEvent> kept) {
    try {
      ScalarEvent event = ScalarEvent.parse(TfRecordFormat.content(record));
      return kept.test(event) ? RecordCut.Verdict.KEEP : RecordCut.Verdict.DROP;
    } catch (IOException e) {
      return RecordCut.Verdict.DAMAGED;
    }
  }

  /** Takes an event; it is seen after {@link #flush}. */
  void add(ScalarEvent event) {
    file.append(TfRecordFormat.record(event.toBytes()));
  }

  /** How many bytes were taken and are not in the file yet. */
  int waitingBytes() {
    return file.waitingBytes();
  }

  /** Hands what was taken to the operating system, where TensorBoard sees it. */
  void flush() throws IOException {
    file.flush();
  }

  /** As {@link #flush}, down to the disk. */
  void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
