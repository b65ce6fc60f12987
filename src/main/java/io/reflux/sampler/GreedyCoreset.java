package io.reflux.sampler;

import io.reflux.chance.Draws;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Batches around a greedy coreset (S2SD's and DiVA's {@code greedy_coreset_sampler}; Sinha et al.,
 * Small-GAN: Speeding Up GAN Training Using Core-sets, 2019): the first example is random, each
 * further one is the farthest from all picked so far. (The original starts its distances at the
 * norms of rows of the distance matrix, which are never the smaller ones.)
 *
 * @param softened whether a further one is any of the farthest 3 % instead
 */
record GreedyCoreset(boolean softened) implements CoresetChoice.Coreset {
  private static final double FAR = 0.97;

  static SamplerRecipe read(Section section) {
    return StoredRecipe.around(section, new GreedyCoreset(section.flag("softened")));
  }

  @Override
  public int[] pick(double[][] rows, int count, Draws draws) {
    int[] picked = new int[count];
    boolean[] taken = new boolean[rows.length];
    double[] distances = new double[rows.length]; // squared, to the nearest picked row
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int k = 0; k < count; k++) {
      picked[k] = k == 0 ? draws.nextInt(rows.length) : farthest(distances, taken, draws);
      taken[picked[k]] = true;
      for (int i = 0; i < rows.length; i++) {
        double distance = EmbeddingRows.squaredDistance(rows[i], rows[picked[k]]);
        distances[i] = Math.min(distances[i], distance);
      }
    }
    return picked;
  }

  private int farthest(double[] distances, boolean[] taken, Draws draws) {
    int[] left = IntStream.range(0, taken.length).filter(i -> !taken[i]).toArray();
    if (softened) {
      double[] sorted = Arrays.stream(distances).sorted().toArray();
      double limit = sorted[(int) Math.ceil(FAR * (sorted.length - 1))];
      int[] far = Arrays.stream(left).filter(i -> distances[i] >= limit).toArray();
      return far.length > 0 ? far[draws.nextInt(far.length)] : left[draws.nextInt(left.length)];
    }
    int best = left[0];
    for (int i : left) {
      best = distances[i] > distances[best] ? i : best;
    }
    return best;
  }
}
