package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.HashSet;
import java.util.Set;

/**
 * As many different triplets as the batch has rows, uniformly without replacement from all (a, p,
 * n) with p another row of a's class and n of another class; all of them if there are fewer. (S2SD
 * and DiVA: random.)
 *
 * <p>Triplets have ordinals, by anchor, then positive, then negative; nothing of their number is
 * kept in memory but the ordinals drawn (Floyd's sampling, CACM 1987).
 */
record RandomMiner() implements Miner {

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    long[] ends = ends(input);
    long all = admissible(ends);
    int count = (int) Math.min(all, input.size());
    Draws draws = chance.draws();
    Set<Long> drawn = new HashSet<>();
    int[][] rows = new int[count][];
    for (int i = 0; i < count; i++) {
      long last = all - count + i;
      long ordinal = below(draws, last + 1);
      if (!drawn.add(ordinal)) {
        ordinal = last;
        drawn.add(last);
      }
      rows[i] = triplet(input, ends, ordinal);
    }
    return new Tuples(rows);
  }

  private static long admissible(long[] ends) {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** For each anchor, one past the ordinal of its last triplet. */
  private static long[] ends(MinerInput input) {
    long[] ends = new long[input.size()];
    long end = 0;
    for (int a = 0; a < ends.length; a++) {
      long same = 0;
      for (int i = 0; i < ends.length; i++) {
        same += input.same(a, i) ? 1 : 0;
      }
      end += (same - 1) * (ends.length - same);
      ends[a] = end;
    }
    return ends;
  }

  private static int[] triplet(MinerInput input, long[] ends, long ordinal) {
    int anchor = 0;
    while (ends[anchor] <= ordinal) {
      anchor++;
    }
    long own = anchor == 0 ? ordinal : ordinal - ends[anchor - 1];
    int[] positives = input.others(anchor, true);
    int[] negatives = input.others(anchor, false);
    return new int[] {
      anchor, positives[(int) (own / negatives.length)], negatives[(int) (own % negatives.length)]
    };
  }

  /** A uniform whole number in [0, bound), without bias. */
  private static long below(Draws draws, long bound) {
    long limit = Long.MAX_VALUE / bound * bound;
    long bits = draws.nextLong() >>> 1;
    while (bits >= limit) {
      bits = draws.nextLong() >>> 1;
    }
    return bits % bound;
  }
}
