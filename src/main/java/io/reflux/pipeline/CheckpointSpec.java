package io.reflux.pipeline;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;
import java.time.Duration;

/**
 * When a task writes checkpoints, and which it keeps.
 *
 * @param every the span between two; the end of a task always has one
 * @param interval the time after which there is another one all the same; 0 for never
 * @param keep which are kept
 */
public record CheckpointSpec(Span every, Duration interval, Keep keep) {

  /**
   * Which checkpoints are kept.
   *
   * @param last how many of the latest
   * @param best true for the newest best one of each student
   * @param every those at a multiple of this span; 0 for none
   */
  public record Keep(int last, boolean best, Span every) {}

  static CheckpointSpec read(Section section) {
    CheckpointSpec spec =
        new CheckpointSpec(
            Spans.positive(section, "every"),
            interval(section),
            new Keep(
                section.whole("keep-last", Range.atLeast(1)),
                section.flag("keep-best"),
                section.span("keep-every")));
    section.finish();
    return spec;
  }

  private static Duration interval(Section section) {
    Duration interval = section.duration("interval");
    if (interval.isNegative()) {
      section.refuse("interval", "0 s or more");
    }
    return interval;
  }
}
