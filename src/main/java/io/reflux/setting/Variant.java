package io.reflux.setting;

/** Whether a loss or miner is computed as its paper means it, or as the published code does. */
public enum Variant {
  /** What the paper means. */
  PAPER,
  /** What the original repository computes, for the reproduction of its numbers. */
  ORIGINAL;

  /** Reads {@code variant}. */
  public static Variant read(Section section) {
    return section.oneOf("variant", Variant.class);
  }
}
