package io.reflux.setting;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whether a loss is computed as its paper means it, or as the published code does. */
public enum Variant {
  /** What the paper means. */
  PAPER,
  /** What the original repository computes, for the reproduction of its numbers. */
  ORIGINAL;

  public static Variant read(Section section) {
    Map<String, Variant> choices = new LinkedHashMap<>();
    choices.put("paper", PAPER);
    choices.put("original", ORIGINAL);
    return section.oneOf("variant", choices);
  }
}
