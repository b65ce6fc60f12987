package io.reflux.status;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spreads requests over time: so many a second, a few at once, and who comes early waits for its
 * turn. However many ask, answering takes no more of the machine. (The generic cell rate algorithm
 * of ATM networks, as virtual scheduling.)
 */
final class RequestPace {
  /** A quarter of a second's requests may come at once. */
  private static final int BURSTS_PER_SECOND = 4;

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final LongSupplier nanoTime;
  private final long interval;
  private final long burst;
  private long expected;

  /**
   * A pace.
   *
   * @param perSecond requests in a second, at least 1
   * @param nanoTime the clock
   */
  RequestPace(int perSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    burst = Math.max(1, perSecond / BURSTS_PER_SECOND) * interval;
    expected = nanoTime.getAsLong();
  }

  /**
   * Takes the next turn.
   *
   * @return nanoseconds until then; empty if that is too long, and the turn is not taken
   */
  synchronized OptionalLong next() {
    long now = nanoTime.getAsLong();
    long turn = Math.max(expected, now) + interval;
    long wait = turn - burst - now;
    if (wait > LONGEST.toNanos()) {
      return OptionalLong.empty();
    }
    expected = turn;
    return OptionalLong.of(Math.max(0, wait));
  }
}
