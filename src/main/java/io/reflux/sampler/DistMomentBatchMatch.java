package io.reflux.sampler;

import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Batches whose embeddings are like those of a bigger one in mean and standard deviations, and
 * whose distances are in theirs (DiVA's {@code distmoment_batchmatch_sampler}): {@code |m - m'| +
 * |s - s'| + 5 |d - d'| + 5 |e - e'|}, with {@code d} and {@code e} the mean and the standard
 * deviation of the whole distance matrix.
 */
final class DistMomentBatchMatch {
  private static final double WEIGHT = 5;

  private DistMomentBatchMatch() {}

  static SamplerRecipe read(Section section) {
    return StoredRecipe.matching(section, DistMomentBatchMatch::to);
  }

  static ToDoubleFunction<int[]> to(double[][] big) {
    MomentCost moments = new MomentCost(big);
    double[][] distances = EmbeddingRows.distances(big);
    int[] all = new int[big.length];
    Arrays.setAll(all, i -> i);
    Spread whole = Spread.of(distances, all);
    return batch -> {
      Spread own = Spread.of(distances, batch);
      return moments.first(batch)
          + moments.second(batch)
          + WEIGHT * Math.abs(own.mean - whole.mean)
          + WEIGHT * Math.abs(own.deviation - whole.deviation);
    };
  }

  /** Mean and standard deviation of the distances within a batch, each example's to itself too. */
  private record Spread(double mean, double deviation) {
    static Spread of(double[][] distances, int[] batch) {
      double sum = 0;
      double squares = 0;
      for (int i : batch) {
        for (int j : batch) {
          sum += distances[i][j];
          squares += distances[i][j] * distances[i][j];
        }
      }
      double count = (double) batch.length * batch.length;
      double mean = sum / count;
      return new Spread(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
  }
}
