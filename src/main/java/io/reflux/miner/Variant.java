package io.reflux.miner;

import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which of two readings of a method a setting asks for. */
final class Variant {
  private static final Map<String, Boolean> ORIGINAL = new LinkedHashMap<>();

  static {
    ORIGINAL.put("paper", false);
    ORIGINAL.put("original", true);
  }

  private Variant() {}

  /** Reads {@code variant}: what the paper means, or what its published code does. */
  static boolean isOriginal(Section section) {
    return section.oneOf("variant", ORIGINAL);
  }
}
