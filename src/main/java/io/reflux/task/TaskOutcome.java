package io.reflux.task;

import io.reflux.rundir.TaskSummary;

/** How a task ended. */
public sealed interface TaskOutcome {

  /** True if it was told to stop, and did before it was done. */
  default boolean isStopped() {
    return false;
  }

  /** Does what a visitor does with an outcome of its kind. */
  <R> R visit(Visitor<R> visitor);

  /** Something that is done with an outcome, a method for each kind. */
  interface Visitor<R> {
    /** With a task that is done. */
    R finished(Finished outcome);

    /** With a task that was stopped. */
    R stopped(Stopped outcome);

    /** With a task that failed. */
    R failed(Failed outcome);
  }

  /** It is done. */
  record Finished(TaskSummary summary) implements TaskOutcome {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.finished(this);
    }
  }

  /** It was told to stop, and can be resumed from a step. */
  record Stopped(long step) implements TaskOutcome {
    @Override
    public boolean isStopped() {
      return true;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.stopped(this);
    }
  }

  /** It failed; the last checkpoint stands. */
  record Failed(Throwable cause) implements TaskOutcome {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.failed(this);
    }
  }
}
