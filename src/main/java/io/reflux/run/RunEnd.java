package io.reflux.run;

import io.reflux.rundir.RunSummary;
import io.reflux.stage.Failures;
import java.util.Optional;
import java.util.OptionalInt;

/** How a run ended. */
public sealed interface RunEnd {

  /** What it came to, if every task is done. */
  default Optional<RunSummary> completed() {
    return Optional.empty();
  }

  /** Where it was stopped, if it was. */
  default Optional<Stopped> stopped() {
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

  /**
   * It was told to stop, and can be resumed.
   *
   * @param step the step of the checkpoint to go on from
   * @param signal the number of the signal that told it; empty if a command did
   * @param freed false if stages are still at work: the process can only leave
   */
  record Stopped(String task, long step, OptionalInt signal, boolean freed) implements RunEnd {

    /** One that a command has stopped, and that is over. */
    public Stopped(String task, long step) {
      this(task, step, OptionalInt.empty(), true);
    }

    @Override
    public Optional<Stopped> stopped() {
      return Optional.of(this);
    }
  }

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
