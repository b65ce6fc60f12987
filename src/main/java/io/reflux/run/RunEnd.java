package io.reflux.run;

import io.reflux.rundir.RunSummary;

/** How a run ended. */
public sealed interface RunEnd {

  /** Every task is done. */
  record Completed(RunSummary summary) implements RunEnd {}

  /** It was told to stop, and can be resumed. */
  record Stopped(String task, long step) implements RunEnd {}

  /** A task failed; the last checkpoint stands. */
  record Failed(String task, String sentence) implements RunEnd {}
}
