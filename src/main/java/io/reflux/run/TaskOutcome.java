package io.reflux.run;

/** How a task ended. */
sealed interface TaskOutcome {

  /** It is done. */
  record Finished(TaskSummary summary) implements TaskOutcome {}

  /** It was told to stop, and can be resumed from a step. */
  record Stopped(long step) implements TaskOutcome {}

  /** It failed; the last checkpoint stands. */
  record Failed(Throwable cause) implements TaskOutcome {}
}
