package io.reflux.keep;

import io.reflux.rundir.Reached;
import io.reflux.rundir.RestartsFile;
import io.reflux.rundir.RunDirectory;
import java.time.Duration;
import java.time.Instant;

/** What is written down when a run's process has died and is begun again. */
public final class RestartNote {
  private static final double MILLI = 1000;

  private RestartNote() {}

  /**
   * Adds a line to the run's {@code restarts.jsonl}, if the run has begun.
   *
   * @param crash the name of the file about the crash in the run directory; empty for none
   */
  public static void write(RunDirectory run, ChildExit exit, Duration delay, String crash) {
    if (!run.isBegun()) {
      return;
    }
    Reached reached = Reached.by(run);
    new RestartsFile(run)
        .add(
            new RestartsFile.Restart(
                Instant.now().toString(),
                exit.code(),
                exit.words(),
                reached.task(),
                reached.step(),
                delay.toMillis() / MILLI,
                crash));
  }
}
