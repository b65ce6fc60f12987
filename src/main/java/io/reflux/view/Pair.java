package io.reflux.view;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/** Reads settings that are a least and a greatest number. */
final class Pair {
  private Pair() {}

  static List<Double> read(Section section, String key, Range range) {
    List<Double> values = section.numbers(key, range);
    if (values.size() == 2 && values.get(0) <= values.get(1)) {
      return values;
    }
    section.refuse(key, "[least, greatest], each " + range.expected());
    return List.of(1.0, 1.0);
  }
}
