package io.reflux.chance;

/**
 * A key of randomness, grown step by step: {@code Chance.of(seed).at("view").at(epoch).at(id)}.
 *
 * <p>Two keys with the same steps give the same draws on every machine and in every order of
 * asking; keys that differ in one step give unrelated draws. Mixing is SplitMix64's finalizer
 * (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
 *
 * @param key the steps so far, mixed into 64 bits
 */
public record Chance(long key) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** The root key of a run. */
  public static Chance of(long seed) {
    return new Chance(mix(seed + GOLDEN_GAMMA));
  }

  /** The key one numbered step further down. */
  public Chance at(long step) {
    return new Chance(mix(key ^ mix(step + GOLDEN_GAMMA)) + GOLDEN_GAMMA);
  }

  /** The key one named step further down. */
  public Chance at(String step) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < step.length(); i++) {
      hash = (hash ^ step.charAt(i)) * 0x100000001B3L;
    }
    return at(hash);
  }

  /** A fresh sequence of draws for this key, always from its beginning. */
  public Draws draws() {
    return new Draws(key);
  }

  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
