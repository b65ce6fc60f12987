package io.reflux.intake;

import io.reflux.setting.Amount;
import io.reflux.setting.InputException;
import java.time.Duration;

/**
 * How a storage that fails is waited for: reading is tried again after a delay that doubles each
 * time.
 *
 * @param longest how long one reading may go on failing before it is given up
 * @param firstDelay between the first try and the second
 * @param longestDelay what the delay grows to
 */
public record StoragePatience(Duration longest, Duration firstDelay, Duration longestDelay) {
  /** Gives up at once. */
  public static final StoragePatience NONE =
      new StoragePatience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Refuses delays that would not pass. */
  public StoragePatience {
    if (longest.isNegative()) {
      throw new InputException("storage.patience: " + longest + " (expected: >= 0)");
    }
    if (firstDelay.compareTo(Duration.ZERO) <= 0 || longestDelay.compareTo(firstDelay) < 0) {
      throw new InputException(
          "storage.first-delay, longest-delay: "
              + firstDelay
              + ", "
              + longestDelay
              + " (expected: > 0, and the longest not shorter than the first)");
    }
  }

  /** How long that is, for messages. */
  String inWords() {
    long seconds = longest.toSeconds();
    boolean minutes = seconds > 0 && seconds % 60 == 0;
    return longest.isZero()
        ? "at once"
        : "within " + (minutes ? Amount.of(seconds / 60, "minute") : Amount.of(seconds, "second"));
  }

  /** The delay after the one given. */
  public Duration after(Duration delay) {
    Duration twice = delay.multipliedBy(2);
    return twice.compareTo(longestDelay) > 0 ? longestDelay : twice;
  }
}
