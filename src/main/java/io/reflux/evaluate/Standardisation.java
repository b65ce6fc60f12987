package io.reflux.evaluate;

import io.reflux.setting.InputException;

/**
 * What a linear probe does to features before its layer: rows are divided by their lengths, then
 * each dimension is centred and scaled by the statistics of the training rows.
 *
 * @param mean of each dimension over the training rows, after their division
 * @param variance likewise, with divisor n - 1
 */
public record Standardisation(double[] mean, double[] variance) {
  private static final double EPSILON = 1e-5;
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  /** Gathers the statistics of training rows; there must be at least two. */
  public static Standardisation of(Vectors training) {
    if (training.count() < 2) {
      throw new InputException("training features: " + training.count() + " rows (expected: >= 2)");
    }
    int n = training.count();
    double[] mean = new double[training.size()];
    forEach(training, (value, j) -> mean[j] += value / (double) n);
    double[] variance = new double[training.size()];
    forEach(
        training,
        (value, j) -> {
          double gap = value - mean[j];
          variance[j] += gap * gap / (n - 1);
        });
    return new Standardisation(mean, variance);
  }

  /** What is done with a number and its dimension. */
  private interface Reader {
    void read(float value, int dimension);
  }

  /** Reads all rows, divided by their lengths, a stretch at a time. */
  private static void forEach(Vectors rows, Reader reader) {
    int d = rows.size();
    int atOnce = Math.max(1, NUMBERS_AT_ONCE / d);
    float[] values = new float[Math.min(atOnce, rows.count()) * d];
    for (int first = 0; first < rows.count(); first += atOnce) {
      int count = Math.min(atOnce, rows.count() - first);
      rows.read(first, count, values);
      Distance.COSINE.prepare(values, count, d);
      for (int i = 0; i < count * d; i++) {
        reader.read(values[i], i % d);
      }
    }
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
