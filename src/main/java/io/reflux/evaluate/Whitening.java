package io.reflux.evaluate;

import io.reflux.engine.TensorScope;

/**
 * Embeddings along their principal axes, each divided by its deviation, rows of length 1 (Jégou and
 * Chum, Negative evidences and co-occurences in image retrieval: the benefit of PCA and whitening,
 * ECCV 2012).
 *
 * @param axes the axes that stay
 */
record Whitening(PrincipalAxes axes) {
  /** Axes whose variance is a smaller part of the largest are noise: they become 0. */
  private static final double LEAST_PART = 1e-10;

  /**
   * Finds the axes.
   *
   * @param rows what they are the axes of
   * @param count how many stay, 1 to the rows' size
   */
  public static Whitening of(EmbeddingSet rows, int count, TensorScope scope) {
    return new Whitening(PrincipalAxes.of(rows, count, scope));
  }

  /** The whitened rows, (n, d) → (n, count). */
  public EmbeddingSet apply(EmbeddingSet rows) {
    EmbeddingSet projected = axes.project(rows);
    float[] values = projected.values();
    int size = projected.size();
    double least = LEAST_PART * axes.variances()[0];
    for (int i = 0; i < values.length; i++) {
      double variance = axes.variances()[i % size];
      values[i] = variance > least ? (float) (values[i] / Math.sqrt(variance)) : 0;
    }
    Distance.COSINE.prepare(values, rows.count(), size);
    return new EmbeddingSet(values, size, rows.labels());
  }
}
