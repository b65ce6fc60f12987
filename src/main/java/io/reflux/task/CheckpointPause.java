package io.reflux.task;

import io.reflux.train.StepReport;
import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long training has stood still for checkpoints: while its students were copied, and while a
 * checkpoint was handed to the thread that writes. The writing itself goes on beside training. For
 * one thread.
 */
final class CheckpointPause {
  private final LongSupplier nanos;
  private double seconds;

  /**
   * A pause that was so long in earlier attempts.
   *
   * @param seconds how long
   * @param nanos the time that passes, in nanoseconds
   */
  CheckpointPause(double seconds, LongSupplier nanos) {
    this.seconds = seconds;
    this.nanos = nanos;
  }

  /** Students were copied, side by side: the slowest copy was waited for. */
  void copied(Collection<StepReport> students) {
    seconds += students.stream().mapToDouble(StepReport::snapshotSeconds).max().orElse(0);
  }

  /** Hands a checkpoint over, and counts how long that takes. */
  <R> R handing(Supplier<R> checkpoint) {
    long began = nanos.getAsLong();
    try {
      return checkpoint.get();
    } finally {
      seconds += (nanos.getAsLong() - began) / 1e9;
    }
  }

  /** The pause, earlier attempts included. */
  double seconds() {
    return seconds;
  }

  /** Its share of so many seconds of training, 0 to 1. */
  double shareOf(double trainingSeconds) {
    return trainingSeconds > 0 ? Math.min(1, seconds / trainingSeconds) : 0;
  }
}
