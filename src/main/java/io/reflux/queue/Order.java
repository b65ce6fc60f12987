package io.reflux.queue;

import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be done with an entry by its name. */
public enum Order {
  /** Stops it with a checkpoint, until it is resumed. */
  PAUSE,
  /** Lets it go on, or tries again what failed or was cancelled. */
  RESUME,
  /** Stops it with a checkpoint, and takes it out of the queue. */
  CANCEL,
  /** Gives it another priority. */
  PRIORITY;

  /** The order as it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * An order by its word.
   *
   * @throws InputException if there is none of it
   */
  public static Order of(String word) {
    return Arrays.stream(values())
        .filter(order -> order.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "queue: "
                        + word
                        + " (expected: "
                        + Arrays.stream(values()).map(Order::word).collect(Collectors.joining(", "))
                        + ")"));
  }
}
