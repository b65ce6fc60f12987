package io.reflux.pipeline;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;

/**
 * When a task writes checkpoints, and how many it keeps.
 *
 * @param every the span between two; the end of a task always has one
 * @param keepLast how many of the latest are kept, beside the best
 */
public record CheckpointSpec(Span every, int keepLast) {

  static CheckpointSpec read(Section section) {
    Span every = Spans.positive(section, "every");
    CheckpointSpec spec = new CheckpointSpec(every, section.whole("keep-last", Range.atLeast(1)));
    section.finish();
    return spec;
  }
}
