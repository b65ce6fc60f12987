package io.reflux.status;

import java.time.Duration;

/**
 * How much processor time a thread may take: a share of all time, and some at once. One that has
 * taken more waits until it is evened out. (A token bucket, over processor time.)
 */
final class ProcessorAllowance {
  private final double share;
  private final long atOnce;
  private long saved;
  private long lastNanos;

  /**
   * All that may be taken at once is there.
   *
   * @param share processor time by time, above 0
   * @param atOnce how much may be saved
   * @param nanos what time it is
   */
  ProcessorAllowance(double share, Duration atOnce, long nanos) {
    this.share = share;
    this.atOnce = atOnce.toNanos();
    saved = this.atOnce;
    lastNanos = nanos;
  }

  /**
   * Some was taken.
   *
   * @param used processor time, in nanoseconds
   * @param nanos what time it is
   * @return for how many nanoseconds no more may be taken
   */
  long took(long used, long nanos) {
    saved = Math.min(atOnce, saved + (long) (share * (nanos - lastNanos))) - used;
    lastNanos = nanos;
    return saved >= 0 ? 0 : (long) (-saved / share);
  }
}
