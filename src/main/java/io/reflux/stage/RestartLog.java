package io.reflux.stage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The failures of a stage, and until when it rests after the latest. For one thread. */
final class RestartLog {
  private final Restarts limits;
  private final Deque<Long> failures = new ArrayDeque<>();
  private long restsUntil;

  /** A stage that has not failed. */
  RestartLog(Restarts limits) {
    this.limits = limits;
  }

  /**
   * The stage has failed.
   *
   * @return how long it rests before it begins afresh; empty if it has failed once too often
   */
  Optional<Duration> failed(long nowNanos) {
    while (!failures.isEmpty() && nowNanos - failures.peek() > limits.within().toNanos()) {
      failures.remove();
    }
    if (failures.size() >= limits.most()) {
      return Optional.empty();
    }
    Duration delay = limits.delayAfter(failures.size());
    failures.add(nowNanos);
    restsUntil = nowNanos + delay.toNanos();
    return Optional.of(delay);
  }

  /** How long it rests still; zero if it works. */
  Duration rest(long nowNanos) {
    return failures.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, restsUntil - nowNanos));
  }
}
