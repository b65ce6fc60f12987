package io.reflux.stage;

import java.time.Duration;

/**
 * How often a stage that fails may begin afresh, and after which delay: the first one after {@code
 * firstDelay}, each further one after twice the delay before.
 *
 * @param most how often within {@code within}
 * @param within the time over which restarts are counted
 * @param firstDelay the delay before the first restart
 * @param longestDelay no delay is longer
 */
public record Restarts(int most, Duration within, Duration firstDelay, Duration longestDelay) {
  /** A stage that is never restarted. */
  public static final Restarts NONE = new Restarts(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** The delay before a restart, of which there were so many before. */
  Duration delayAfter(int before) {
    long nanos = firstDelay.toNanos();
    for (int i = 0; i < before && nanos < longestDelay.toNanos(); i++) {
      nanos *= 2;
    }
    return Duration.ofNanos(Math.min(nanos, longestDelay.toNanos()));
  }
}
