package io.reflux.evaluate;

import java.util.Arrays;

/**
 * Finds the ranks of relevant rows without sorting the gallery, by counting who is closer. Equal
 * scores rank by row index, the lower first.
 */
final class RankCounter {
  private static final int FEW = 6;

  private RankCounter() {}

  /**
   * The ranks of the nearest relevant rows, ascending, from 1.
   *
   * @param scores of all gallery rows, larger is closer; negative infinity for the query itself
   * @param relevant the relevant rows
   * @param reach how many ranks are wanted, and how deep
   */
  static int[] ranks(float[] scores, int[] relevant, Reach reach) {
    long[] keys = new long[relevant.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(scores[relevant[i]], relevant[i]);
    }
    Arrays.sort(keys);
    int wanted = Math.min(keys.length, reach.relevant());
    return wanted <= FEW
        ? oneByOne(scores, keys, wanted, reach.depth())
        : together(scores, keys, wanted, reach.depth());
  }

  /** Orders rows as a ranking does: smaller is closer, then lower index. */
  static long key(float score, int row) {
    int bits = Float.floatToRawIntBits(score + 0f);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ~ascending << 32) | row;
  }

  /** The score of a key. */
  static float score(long key) {
    int ascending = ~(int) (key >> 32);
    return Float.intBitsToFloat(ascending ^ ((ascending >> 31) & Integer.MAX_VALUE));
  }

  private static int[] oneByOne(float[] scores, long[] keys, int wanted, int depth) {
    int[] ranks = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      ranks[i] = 1 + countCloser(scores, (int) keys[i]);
      if (ranks[i] > depth) {
        return Arrays.copyOf(ranks, i);
      }
    }
    return ranks;
  }

  private static int countCloser(float[] scores, int row) {
    float own = scores[row];
    int count = 0;
    for (int j = 0; j < row; j++) {
      count += scores[j] >= own ? 1 : 0;
    }
    for (int j = row + 1; j < scores.length; j++) {
      count += scores[j] > own ? 1 : 0;
    }
    return count;
  }

  private static int[] together(float[] scores, long[] keys, int wanted, int depth) {
    int[] entering = new int[wanted + 1];
    float worst = scores[(int) keys[wanted - 1]];
    for (int j = 0; j < scores.length; j++) {
      if (scores[j] >= worst) {
        int place = Arrays.binarySearch(keys, 0, wanted, key(scores[j], j));
        entering[place < 0 ? -place - 1 : place + 1]++;
      }
    }
    int[] ranks = new int[wanted];
    int closer = 0;
    for (int i = 0; i < wanted; i++) {
      closer += entering[i];
      ranks[i] = closer + 1;
      if (ranks[i] > depth) {
        return Arrays.copyOf(ranks, i);
      }
    }
    return ranks;
  }
}
