package io.reflux.chance;

/** The draws of one {@link Chance}: SplitMix64 from its key. For one reader, on one thread. */
public final class Draws {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long key) {
    state = key;
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return Chance.mix(state);
  }

  /** A uniform number in [0, 1), with 53 random bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** A uniform number in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /** A uniform whole number in [0, bound), without bias. */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound: " + bound + " (expected: > 0)");
    }
    long range = bound;
    long limit = (1L << 62) / range * range;
    long bits = nextLong() >>> 2;
    while (bits >= limit) {
      bits = nextLong() >>> 2;
    }
    return (int) (bits % range);
  }

  /**
   * A draw from the standard normal distribution (Box and Muller). StrictMath, unlike Math, has the
   * same last digit on every machine.
   */
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** Shuffles in place (Fisher and Yates). */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }
}
