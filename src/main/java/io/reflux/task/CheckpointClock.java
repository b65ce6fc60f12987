package io.reflux.task;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when the time for another checkpoint has come, whatever the steps say. Which steps have
 * checkpoints depends on it, and no number does. For one thread.
 */
final class CheckpointClock {
  private final Duration interval;
  private final LongSupplier nanos;
  private long since;

  /**
   * A clock that begins now.
   *
   * @param interval between two; 0 for never
   * @param nanos the time that passes, in nanoseconds
   */
  CheckpointClock(Duration interval, LongSupplier nanos) {
    this.interval = interval;
    this.nanos = nanos;
    since = nanos.getAsLong();
  }

  /** True if the time has come; it begins again then. */
  boolean isDue() {
    boolean due = !interval.isZero() && nanos.getAsLong() - since >= interval.toNanos();
    if (due) {
      restart();
    }
    return due;
  }

  /** A checkpoint is written for another reason: the time begins again. */
  void restart() {
    since = nanos.getAsLong();
  }
}
