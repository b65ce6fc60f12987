package io.reflux.stage;

import java.util.concurrent.CompletionStage;

/** Tells a run to do something else. May be used by any thread. */
@FunctionalInterface
public interface RunSteering {

  /**
   * Tells one task, or all that it makes sense for.
   *
   * @param task the task's name; empty for the run, or all its tasks at work
   * @return what became of it; fails with a {@link NotSteeredException} if it can't be followed now
   */
  CompletionStage<Steered> apply(Steering steering, String task);

  /** As above, whatever task is at work. */
  default CompletionStage<Steered> apply(Steering steering) {
    return apply(steering, "");
  }
}
