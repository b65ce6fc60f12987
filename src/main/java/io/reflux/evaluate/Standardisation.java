package io.reflux.evaluate;

/**
 * What a linear probe does to features before its layer: rows are divided by their lengths, then
 * each dimension is centred and scaled by the statistics of the training rows.
 *
 * @param mean of each dimension over the training rows, after their division
 * @param variance likewise, with divisor n - 1
 */
public record Standardisation(double[] mean, double[] variance) {
  private static final double EPSILON = 1e-5;

  /** Gathers the statistics of training rows; there must be at least two. */
  public static Standardisation of(EmbeddingSet training) {
    if (training.count() < 2) {
      throw new IllegalArgumentException(
          "training features: " + training.count() + " rows (expected: >= 2)");
    }
    int d = training.size();
    float[] rows = training.values().clone();
    Distance.COSINE.prepare(rows, training.count(), d);
    double[] mean = new double[d];
    double[] variance = new double[d];
    for (int i = 0; i < rows.length; i++) {
      mean[i % d] += rows[i] / (double) training.count();
    }
    for (int i = 0; i < rows.length; i++) {
      double gap = rows[i] - mean[i % d];
      variance[i % d] += gap * gap / (training.count() - 1);
    }
    return new Standardisation(mean, variance);
  }

  /** The rows of a set, standardised; the set itself stays as it is. */
  public EmbeddingSet apply(EmbeddingSet set) {
    float[] rows = set.values().clone();
    Distance.COSINE.prepare(rows, set.count(), set.size());
    double[] scale = new double[variance.length];
    for (int j = 0; j < scale.length; j++) {
      scale[j] = 1 / Math.sqrt(variance[j] + EPSILON);
    }
    for (int i = 0; i < rows.length; i++) {
      int j = i % scale.length;
      rows[i] = (float) ((rows[i] - mean[j]) * scale[j]);
    }
    return new EmbeddingSet(rows, set.size(), set.labels());
  }
}
