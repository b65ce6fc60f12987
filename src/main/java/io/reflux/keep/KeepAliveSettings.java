package io.reflux.keep;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How often a run is begun again: {@code reflux.keep-alive} in {@code conf/application.conf}.
 *
 * @param restarts at most so many
 * @param within in so long a time
 * @param sameStep so many ends at one step, and no restart mends it
 * @param firstDelay before the first restart; it doubles with each further one at that step
 * @param longestDelay the longest
 */
public record KeepAliveSettings(
    int restarts, Duration within, int sameStep, Duration firstDelay, Duration longestDelay) {

  /** Reads the settings of this machine. */
  public static KeepAliveSettings of(Config application) {
    Config written = application.getConfig("reflux.keep-alive");
    return new KeepAliveSettings(
        written.getInt("restarts"),
        written.getDuration("within"),
        written.getInt("same-step"),
        written.getDuration("first-delay"),
        written.getDuration("longest-delay"));
  }
}
