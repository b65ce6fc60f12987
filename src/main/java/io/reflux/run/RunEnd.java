package io.reflux.run;

import io.reflux.rundir.RunSummary;
import io.reflux.stage.Failures;
import java.util.Optional;

/** How a run ended. */
public sealed interface RunEnd {

  /** What it came to, if every task is done. */
  default Optional<RunSummary> completed() {
    return Optional.empty();
  }

  /** Why it failed, if it did. */
  default Optional<Throwable> failure() {
    return Optional.empty();
  }

  /** Every task is done. */
  record Completed(RunSummary summary) implements RunEnd {
    @Override
    public Optional<RunSummary> completed() {
      return Optional.of(summary);
    }
  }

  /** It was told to stop, and can be resumed. */
  record Stopped(String task, long step) implements RunEnd {}

  /**
   * A task failed; the last checkpoint stands.
   *
   * @param task its name; empty if nobody knows which it was
   */
  record Failed(String task, Throwable cause) implements RunEnd {

    /** The cause, for people. */
    public String sentence() {
      return Failures.sentence(cause);
    }

    @Override
    public Optional<Throwable> failure() {
      return Optional.of(cause);
    }
  }
}
