package io.reflux.task;

import io.reflux.rundir.TaskSummary;

/** How a task ended. */
public sealed interface TaskOutcome {

  /** It is done. */
  record Finished(TaskSummary summary) implements TaskOutcome {}

  /** It was told to stop, and can be resumed from a step. */
  record Stopped(long step) implements TaskOutcome {}

  /** It failed; the last checkpoint stands. */
  record Failed(Throwable cause) implements TaskOutcome {}
}
