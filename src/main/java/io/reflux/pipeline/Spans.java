package io.reflux.pipeline;

import io.reflux.setting.Section;
import io.reflux.setting.Span;

/** Spans between two events, which can't be empty. */
final class Spans {
  private Spans() {}

  static Span positive(Section section, String key) {
    Span span = section.span(key);
    if (span.count() == 0) {
      section.refuse(key, "at least 1 epoch or 1 step");
      return Span.epochs(1);
    }
    return span;
  }
}
