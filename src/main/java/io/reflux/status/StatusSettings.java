package io.reflux.status;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.time.Duration;

/**
 * Where and how often the status is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param every the time between two samples of the run
 * @param patience how long an answer of the run is waited for
 */
public record StatusSettings(String host, int port, Duration every, Duration patience) {

  /** Reads a section whose defaults stand under {@code reflux.status}, and checks every key. */
  public static StatusSettings read(Section section) {
    Section own = section.withDefaults(Defaults.of("status"));
    StatusSettings settings =
        new StatusSettings(
            own.text("host"),
            own.whole("port", Range.between(0, 65535)),
            own.duration("every"),
            own.duration("patience"));
    if (settings.every.toMillis() < 1) {
      own.refuse("every", "at least 1ms");
    }
    own.finish();
    return settings;
  }
}
