package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;

/**
 * Weights that undo how distances are spread on a sphere: most random pairs are about sqrt(2)
 * apart, so a row at distance d is weighted by 1 / q(d), with q the density of distances.
 *
 * <p>With D the embedding size and d at least {@code lower}: log 1/q = (2 - D) log d - (D - 3)/2
 * log(1 - d²/4). Rows are taken to have length 1; 1 - d²/4 is kept above 1e-8, so that opposite
 * rows, and rows of any other length, give finite weights. Rows farther than {@code upper} have
 * weight 0, or, if all are, equal weights. (Wu et al.: Sampling Matters in Deep Embedding Learning,
 * ICCV 2017. Defaults: the same.)
 *
 * @param lower distances below count as this
 * @param upper the largest distance that has a weight; infinite for the variant {@code original} of
 *     S2SD and DiVA, which read an upper cutoff and don't use it
 */
record InverseDistance(double lower, double upper) {
  private static final double LEAST = 1e-8;

  static InverseDistance read(Section section) {
    double lower = section.number("lower-cutoff", Range.POSITIVE);
    double upper = section.number("upper-cutoff", Range.POSITIVE);
    boolean original = Variant.read(section) == Variant.ORIGINAL;
    return new InverseDistance(lower, original ? Double.POSITIVE_INFINITY : upper);
  }

  /** Replaces the weights that are not 0 by those of the rows' distances from the anchor. */
  void weigh(MinerInput input, Distances distances, int anchor, double[] weights) {
    SamplingWeights.keepOrAll(weights, i -> distances.between(anchor, i) <= upper);
    double size = input.embeddingSize();
    double[] logs = new double[weights.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        double d = Math.max(distances.between(anchor, i), lower);
        double rest = Math.max(1 - d * d / 4, LEAST);
        logs[i] = (2 - size) * Math.log(d) - (size - 3) / 2 * Math.log(rest);
        largest = Math.max(largest, logs[i]);
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] > 0 ? Math.exp(logs[i] - largest) : 0;
    }
  }
}
