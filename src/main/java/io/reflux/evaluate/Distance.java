package io.reflux.evaluate;

/** How near two embeddings are. */
public enum Distance {
  /** The length of the difference. */
  EUCLIDEAN,
  /** One minus the inner product of the rows divided by their lengths. */
  COSINE;

  /** What {@link #prepare} divides by at least, as PyTorch's {@code normalize}. */
  private static final double SMALLEST_LENGTH = 1e-12;

  /** Brings rows into the form whose inner products are compared: COSINE divides by lengths. */
  void prepare(float[] rows, int count, int size) {
    if (this == EUCLIDEAN) {
      return;
    }
    for (int r = 0; r < count; r++) {
      double length = Math.max(Math.sqrt(squaredLength(rows, r, size)), SMALLEST_LENGTH);
      for (int i = r * size; i < (r + 1) * size; i++) {
        rows[i] = (float) (rows[i] / length);
      }
    }
  }

  /**
   * What is taken from an inner product so that scores of one query order as distances do: half the
   * squared length for EUCLIDEAN, as |x - y|² = |x|² - 2 (x·y - |y|²/2); 0 for COSINE.
   */
  float offset(float[] rows, int row, int size) {
    return this == COSINE ? 0 : (float) (squaredLength(rows, row, size) / 2);
  }

  /** The distance of two embeddings. */
  public double between(float[] a, float[] b) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squares += (a[i] - (double) b[i]) * (a[i] - (double) b[i]);
    }
    if (this == EUCLIDEAN) {
      return Math.sqrt(squares);
    }
    double lengths = Math.sqrt(squaredLength(a, 0, a.length) * squaredLength(b, 0, b.length));
    return 1 - product / Math.max(lengths, SMALLEST_LENGTH);
  }

  private static double squaredLength(float[] rows, int row, int size) {
    double sum = 0;
    for (int i = row * size; i < (row + 1) * size; i++) {
      sum += (double) rows[i] * rows[i];
    }
    return sum;
  }
}
