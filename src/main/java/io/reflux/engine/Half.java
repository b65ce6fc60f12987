package io.reflux.engine;

/** Numbers of 16 bits (IEEE 754 binary16), rounded to the nearest, ties to even. */
public final class Half {
  /** The largest finite half. */
  public static final float LARGEST = 65504f;

  private static final int FRACTION_BITS = 10;
  private static final int INFINITE = 0x7C00;
  private static final int BIAS = 15;
  private static final float LEAST_NORMAL = 0x1p-14f;
  private static final float LEAST = 0x1p-24f;

  private Half() {}

  /** The nearest half of a finite number; infinity if that is beyond {@link #LARGEST}. */
  public static short of(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    float size = Math.abs(value);
    if (size < LEAST_NORMAL) {
      return (short) (sign | (int) Math.rint(size / LEAST));
    }
    if (size >= LARGEST + 16) {
      return (short) (sign | INFINITE);
    }
    int exponent = Math.getExponent(size);
    int steps = (int) Math.rint(Math.scalb((double) size, FRACTION_BITS - exponent));
    int bits = ((exponent + BIAS - 1) << FRACTION_BITS) + steps;
    return (short) (sign | bits);
  }

  /** The value of a half, exactly. */
  public static float value(short half) {
    int exponent = (half >> FRACTION_BITS) & 0x1F;
    int fraction = half & 0x3FF;
    float size;
    if (exponent == 0) {
      size = fraction * LEAST;
    } else if (exponent == 0x1F) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Math.scalb((float) (fraction | 0x400), exponent - BIAS - FRACTION_BITS);
    }
    return half < 0 ? -size : size;
  }
}
