package io.reflux.stage;

import java.time.Duration;

/**
 * How often the stages are looked at, and for how long a stage may be at one piece of work before
 * it is said to hang: so many times as long as the longest earlier piece of the kind, but not less
 * than some time. The stage goes on; what a lane was at is asked of another one too.
 *
 * @param interval the time between two looks
 * @param first for a stage's first piece of a kind
 * @param least for any other
 * @param times how many times as long as the longest
 */
public record Watchdog(Duration interval, Duration first, Duration least, int times) {
  private static final Duration LONG = Duration.ofDays(100); // as timers take it

  /** Nothing is ever said to hang. */
  public static final Watchdog NEVER = new Watchdog(LONG, LONG, LONG, 1);

  /**
   * The time that a piece may take.
   *
   * @param longestNanos how long the longest earlier one took; 0 for the first
   */
  long budgetNanos(long longestNanos) {
    return longestNanos == 0
        ? first.toNanos()
        : Math.max(least.toNanos(), Math.multiplyExact(longestNanos, (long) times));
  }
}
