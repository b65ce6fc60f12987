package io.reflux.intake;

/** Turns the gray samples of one picture that has more than 8 bits of them to 8. */
final class DeepGrays {
  private static final int WHITE = 255;

  private final SixteenBit rule;
  private boolean clipped;

  DeepGrays(SixteenBit rule) {
    this.rule = rule;
  }

  /** True if samples keep their ratios. */
  boolean scale() {
    return rule == SixteenBit.SCALE;
  }

  /** A sample of {@code bits}, more than 8. */
  int eightBits(int sample, int bits) {
    if (scale()) {
      return sample >>> (bits - 8);
    }
    clipped |= sample > WHITE;
    return Math.max(0, Math.min(sample, WHITE));
  }

  /** Whether different samples have become one white. */
  boolean clipped() {
    return clipped;
  }
}
