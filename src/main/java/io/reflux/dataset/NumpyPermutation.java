package io.reflux.dataset;

import java.util.stream.IntStream;

/**
 * The permutations of numpy's legacy generator, {@code numpy.random.RandomState(seed)
 * .permutation(n)}: published subsets of classes are defined by them. Mersenne Twister (Matsumoto
 * and Nishimura 1998), numbers below a bound by masking and rejection.
 */
public final class NumpyPermutation {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  private NumpyPermutation(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The numbers 0 to n - 1 in the order that numpy would put them. */
  public static int[] of(int seed, int n) {
    NumpyPermutation generator = new NumpyPermutation(seed);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = generator.upTo(i);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }

  private int upTo(int most) {
    int mask = most == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(most);
    int value = draw() & mask;
    while (value > most) {
      value = draw() & mask;
    }
    return value;
  }

  private int draw() {
    if (next == SIZE) {
      renew();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  private void renew() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7FFFFFFF);
      state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
    }
    next = 0;
  }
}
