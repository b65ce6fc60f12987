package io.reflux.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The process restarts of a run: {@code restarts.jsonl} in its directory, an object a line. */
public final class RestartsFile {
  private static final SummaryFormat JSON = new SummaryFormat();

  private final Path file;

  /**
   * One restart.
   *
   * @param at when, in ISO 8601
   * @param exit the exit code of the process that ended
   * @param cause the same in words
   * @param task where the run was by its metrics; empty before the first step
   * @param step steps of that task
   * @param delaySeconds how long was waited before the next process
   * @param crashFile what the virtual machine wrote about its crash, by its name in the run
   *     directory; empty if it wrote nothing
   */
  public record Restart(
      String at,
      int exit,
      String cause,
      String task,
      long step,
      double delaySeconds,
      String crashFile) {}

  /** The restarts of one run. */
  public RestartsFile(RunDirectory run) {
    file = run.restarts();
  }

  /** Adds a line, on the disk before the answer. */
  public void add(Restart restart) {
    try {
      Files.write(
          file,
          JSON.line(restart),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /** All of them; a line that is cut off is passed over. */
  public List<Restart> all() {
    return JsonLines.read(file, Restart.class);
  }
}
