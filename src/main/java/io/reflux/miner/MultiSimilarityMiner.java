package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * The pairs that are informative beside the hardest of the other kind.
 *
 * <p>With S cosine similarities: a positive (i, j) stays if S_ij - epsilon &lt; max of i's
 * negatives; a negative if S_ij + epsilon &gt; min of i's positives. So an anchor that lacks either
 * kind keeps nothing. Pairs (anchor, other), sorted, in both directions. Draws nothing. (Wang et
 * al.: Multi-Similarity Loss, CVPR 2019; pytorch-metric-learning's MultiSimilarityMiner, epsilon
 * 0.1.)
 *
 * @param epsilon the slack
 */
record MultiSimilarityMiner(double epsilon) implements Miner {

  static MultiSimilarityMiner read(Section section) {
    return new MultiSimilarityMiner(section.number("epsilon", Range.NOT_NEGATIVE));
  }

  @Override
  public Members members() {
    return Members.PAIRS;
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    Distances similarities = Distances.cosines(input);
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      double hardestPositive = Double.POSITIVE_INFINITY;
      double hardestNegative = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < input.size(); j++) {
        double s = similarities.between(i, j);
        if (!input.same(i, j)) {
          hardestNegative = Math.max(hardestNegative, s);
        } else if (i != j) {
          hardestPositive = Math.min(hardestPositive, s);
        }
      }
      for (int j = 0; j < input.size(); j++) {
        double s = similarities.between(i, j);
        boolean kept =
            input.same(i, j) ? s - epsilon < hardestNegative : s + epsilon > hardestPositive;
        if (i != j && kept) {
          pairs.add(new int[] {i, j});
        }
      }
    }
    return new Tuples(pairs.toArray(int[][]::new));
  }
}
