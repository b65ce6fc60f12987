package io.reflux.sampler;

import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Batches whose embeddings are like those of a bigger one in their mean, standard deviations and
 * histogram of distances (S2SD's and DiVA's {@code disthist_batchmatch_sampler}): {@code |m - m'| +
 * |s - s'| + 150 w}. {@code w} is what the originals compute: the Wasserstein distance between the
 * heights of the two histograms' bars, as numbers without places. The histograms have 50 bars over
 * the range of the big batch's distances.
 */
final class DistHistBatchMatch {
  private static final int BARS = 50;
  private static final double WEIGHT = 150; // 75, and both directions are added

  private DistHistBatchMatch() {}

  static SamplerRecipe read(Section section) {
    return StoredRecipe.matching(section, DistHistBatchMatch::to);
  }

  static ToDoubleFunction<int[]> to(double[][] big) {
    MomentCost moments = new MomentCost(big);
    double[][] distances = EmbeddingRows.distances(big);
    int[] all = new int[big.length];
    Arrays.setAll(all, i -> i);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < big.length; i++) {
      for (int j = 0; j < i; j++) {
        least = Math.min(least, distances[i][j]);
        most = Math.max(most, distances[i][j]);
      }
    }
    Bars bars = new Bars(distances, least, most);
    double[] heights = bars.of(all);
    return batch ->
        moments.first(batch) + moments.second(batch) + WEIGHT * apart(heights, bars.of(batch));
  }

  private static double apart(double[] sorted, double[] others) {
    double sum = 0;
    for (int b = 0; b < BARS; b++) {
      sum += Math.abs(sorted[b] - others[b]) / BARS;
    }
    return sum;
  }

  /** Histograms of the distances within a batch, over one range. */
  private record Bars(double[][] distances, double least, double most) {

    /** The shares of all pairs, ascending. A distance outside of the range is in no bar. */
    double[] of(int[] batch) {
      double[] counts = new double[BARS];
      double total = 0;
      for (int i = 0; i < batch.length; i++) {
        for (int j = 0; j < i; j++) {
          double distance = distances[batch[i]][batch[j]];
          if (distance >= least && distance <= most) {
            double width = most > least ? (most - least) / BARS : 1;
            counts[Math.min(BARS - 1, (int) ((distance - least) / width))]++;
            total++;
          }
        }
      }
      double pairs = Math.max(1, total);
      return Arrays.stream(counts).map(count -> count / pairs).sorted().toArray();
    }
  }
}
