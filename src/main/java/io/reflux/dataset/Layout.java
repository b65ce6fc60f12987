package io.reflux.dataset;

import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whose arrangement of files a copy of a dataset has, and whose rules of reading apply. */
enum Layout {
  /** Whichever fits the files. */
  AUTO,
  S2SD,
  LABEL_RELAXATION;

  static Layout read(Section section) {
    Map<String, Layout> names = new LinkedHashMap<>();
    names.put("auto", AUTO);
    names.put("s2sd", S2SD);
    names.put("label-relaxation", LABEL_RELAXATION);
    return section.oneOf("layout", names);
  }
}
