package io.reflux.stage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When a disk will be full, if it goes on filling as over the last hour. For one thread at a time.
 *
 * <p>The rate is that between the oldest kept look and the latest one, and nothing is foretold
 * before looks are ten minutes apart: checkpoints come in bursts.
 */
final class DiskForecast {
  private static final Duration APART = Duration.ofMinutes(1);
  private static final Duration LEAST = Duration.ofMinutes(10);
  private static final Duration MOST = Duration.ofHours(1);

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(Duration at, long freeBytes) {}

  /**
   * What a disk has left.
   *
   * @param leftBytes what may still be written
   * @param bytesPerHour how fast it fills
   * @param left how long that lasts
   */
  record Ending(long leftBytes, double bytesPerHour, Duration left) {

    /**
     * For people, as {@code 2.0 GiB left, filling by 1.0 GiB an hour: full in about 120 minutes}.
     */
    String sentence() {
      return String.format(
          "%.1f GiB left, filling by %.1f GiB an hour: full in about %d minutes",
          gibibytes((double) leftBytes), gibibytes(bytesPerHour), left.toMinutes());
    }

    private static double gibibytes(double bytes) {
      return bytes / (1L << 30);
    }
  }

  /**
   * Takes a look.
   *
   * @param at on a clock that only goes on
   * @param freeBytes what may still be written
   * @return when the disk is full; empty if it isn't filling, or was looked at for too short a time
   */
  Optional<Ending> after(Duration at, long freeBytes) {
    while (!looks.isEmpty() && at.minus(looks.getFirst().at()).compareTo(MOST) > 0) {
      looks.removeFirst();
    }
    if (looks.isEmpty() || at.minus(looks.getLast().at()).compareTo(APART) >= 0) {
      looks.addLast(new Look(at, freeBytes));
    }
    Look oldest = looks.getFirst();
    Duration time = at.minus(oldest.at());
    long filled = oldest.freeBytes() - freeBytes;
    if (filled <= 0 || time.compareTo(LEAST) < 0) {
      return Optional.empty();
    }
    double seconds = time.toMillis() / 1000.0;
    double left = freeBytes * seconds / filled;
    return Optional.of(
        new Ending(
            freeBytes,
            filled * 3600.0 / seconds,
            Duration.ofSeconds((long) Math.min(left, Integer.MAX_VALUE))));
  }
}
