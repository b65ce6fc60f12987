package io.reflux.run;

import io.reflux.stage.Failures;
import io.reflux.stage.StepFailedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often tasks have gone back to their last checkpoint because a student could not take a step.
 * What is trained from there comes to the same numbers, so that a failure that passes leaves no
 * trace in them.
 */
final class Fallbacks {
  private final int most;
  private final Map<Step, Integer> fallbacks = new HashMap<>();

  /** A step of a task, from 1. */
  private record Step(String task, long step) {}

  /** So many times for each step. */
  Fallbacks(int most) {
    this.most = most;
  }

  /**
   * What is told if a task that has failed goes back to its last checkpoint; empty if it doesn't:
   * it is no step that failed, it would fail again for sure, or it has gone back often enough.
   */
  Optional<String> after(String task, Throwable failure) {
    return Failures.ofStep(failure)
        .filter(StepFailedException::mayPass)
        .flatMap(failed -> after(task, failed));
  }

  private Optional<String> after(String task, StepFailedException failed) {
    int times = fallbacks.merge(new Step(task, failed.step()), 1, Integer::sum);
    return times > most
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%s; back to the last checkpoint (%d of at most %d times)",
                failed.getMessage(), times, most));
  }

  /** Why a task fails in the end: its failure, and how often it went back in vain. */
  Throwable last(String task, Throwable failure) {
    int times =
        Failures.ofStep(failure)
            .map(failed -> fallbacks.getOrDefault(new Step(task, failed.step()), 0))
            .orElse(0);
    return times > 1
        ? new IllegalStateException(
            failure.getMessage() + " (" + times + " times, each from the last checkpoint)", failure)
        : failure;
  }
}
