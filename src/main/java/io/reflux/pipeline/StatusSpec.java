package io.reflux.pipeline;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.time.Duration;

/**
 * Where a run answers questions while it goes on.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes any free one
 * @param every the time between two samples of the run
 * @param patience how long an answer of the run is waited for
 */
public record StatusSpec(String host, int port, Duration every, Duration patience) {

  /** Reads a section; its defaults stand under {@code reflux.status}. */
  static StatusSpec read(Section written) {
    Section section = written.withDefaults(Defaults.of("status"));
    StatusSpec spec =
        new StatusSpec(
            section.text("host"),
            section.whole("port", Range.between(0, 65535)),
            section.duration("every"),
            section.duration("patience"));
    if (spec.every.toMillis() < 1) {
      section.refuse("every", "at least 1ms");
    }
    section.finish();
    return spec;
  }
}
