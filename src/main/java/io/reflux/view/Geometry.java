package io.reflux.view;

/** torchvision's rounding of sizes and places. */
public final class Geometry {
  private Geometry() {}

  /**
   * One side of a picture whose shorter side is resized to a length: the shorter becomes that, the
   * longer follows in proportion, rounded down.
   */
  public static int resizedSide(int own, int other, int length) {
    return own <= other ? length : (int) ((long) length * own / other);
  }

  /** Where a centred part begins: {@code (extent - part) / 2}, halves rounded to even. */
  static int centred(int extent, int part) {
    return (int) Math.rint((extent - part) / 2.0);
  }
}
