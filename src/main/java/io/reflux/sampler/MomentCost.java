package io.reflux.sampler;

import java.util.Arrays;

/** How far the mean and the standard deviations of some rows are from those of all rows. */
final class MomentCost {
  private final double[][] rows;
  private final double[] mean;
  private final double[] deviation;

  MomentCost(double[][] rows) {
    this.rows = rows;
    int[] all = new int[rows.length];
    Arrays.setAll(all, i -> i);
    mean = EmbeddingRows.mean(rows, all);
    deviation = EmbeddingRows.deviation(rows, all, mean);
  }

  /** The Euclidean distance of the means. */
  double first(int[] batch) {
    return Math.sqrt(EmbeddingRows.squaredDistance(EmbeddingRows.mean(rows, batch), mean));
  }

  /** The Euclidean distance of the standard deviations. */
  double second(int[] batch) {
    double[] own = EmbeddingRows.deviation(rows, batch, EmbeddingRows.mean(rows, batch));
    return Math.sqrt(EmbeddingRows.squaredDistance(own, deviation));
  }
}
