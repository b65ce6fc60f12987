package io.reflux.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code journal.jsonl} in the run directory: what happened to the run beside its training, a line
 * of JSON each, kept over all attempts. Each line is on the disk when {@link #write} returns; one
 * that the disk refuses is written with the next. For many threads; one process writes at a time.
 */
public final class RunJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
  private static final SummaryFormat JSON = new SummaryFormat();
  private static final LineFormat LINES = new LineFormat();

  private final Path path;
  private final GrowingFile file;
  private final InstantSource clock;

  private RunJournal(Path path, GrowingFile file, InstantSource clock) {
    this.path = path;
    this.file = file;
    this.clock = clock;
  }

  /**
   * Opens the journal of a run to go on with it; lines that are damaged, as a power cut tears them,
   * are taken out, and that is written down.
   *
   * @param clock what time it is
   */
  public static RunJournal open(RunDirectory directory, InstantSource clock) {
    Path path = directory.journal();
    try {
      RecordCut.Found found =
          RecordCut.cut(
              path,
              LINES,
              new byte[0],
              line ->
                  parsed(line).isPresent() ? RecordCut.Verdict.KEEP : RecordCut.Verdict.DAMAGED);
      RunJournal journal = new RunJournal(path, GrowingFile.open(path), clock);
      if (found.damaged() > 0) {
        journal.write(repaired(path, found.damaged()));
      }
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": can't be written", e);
    }
  }

  private static JournalEntry repaired(Path path, long damaged) {
    String sentence =
        path + ": " + damaged + " damaged lines taken out (expected: none; was there a power cut?)";
    LOG.warn("{}", sentence);
    return JournalEntry.of("repaired", JournalEntry.OWN).telling(List.of(sentence));
  }

  /** All that stands in the journal of a run, oldest first; torn lines are passed over. */
  public static List<JournalEntry> read(RunDirectory directory) {
    return JsonLines.read(directory.journal(), JournalEntry.class);
  }

  /** Writes down that something happens now. */
  public synchronized void write(JournalEntry entry) {
    try {
      file.append(JSON.line(entry.written(clock.instant().toString())));
      file.force();
    } catch (IOException e) {
      LOG.warn("{} can't be written; the line is written with the next", path, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("{}: its last lines can't be written", path, e);
    }
  }

  private static Optional<JournalEntry> parsed(byte[] line) {
    return JSON.parsed(line, JournalEntry.class);
  }
}
