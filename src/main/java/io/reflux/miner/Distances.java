package io.reflux.miner;

/**
 * A symmetric matrix (n, n) in float64 over all pairs of rows of a batch: distances, or
 * similarities. Making one costs n² d / 2 multiplications and 8 n² bytes.
 */
final class Distances {
  private static final int LANES = 4;
  private static final double SHORTEST = 1e-12;

  private final int size;
  private final double[] matrix;

  private Distances(int size, double[] rows, Measure measure) {
    this.size = size;
    matrix = new double[size * size];
    int width = size == 0 ? 0 : rows.length / size;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = measure.of(rows, i * width, j * width, width);
        matrix[i * size + j] = value;
        matrix[j * size + i] = value;
      }
    }
  }

  /** Euclidean distances. */
  static Distances of(MinerInput input) {
    return new Distances(input.size(), wide(input), Distances::euclidean);
  }

  /** Euclidean distances between the rows at length 1; a row of zeros stays one. */
  static Distances ofUnit(MinerInput input) {
    return new Distances(input.size(), unit(input), Distances::euclidean);
  }

  /** Cosine similarities; 0 with a row of zeros. */
  static Distances cosines(MinerInput input) {
    return new Distances(input.size(), unit(input), Distances::product);
  }

  /** The value for two rows. */
  double between(int row, int other) {
    return matrix[row * size + other];
  }

  private interface Measure {
    double of(double[] rows, int a, int b, int width);
  }

  private static double[] wide(MinerInput input) {
    double[] rows = new double[input.embeddings().length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = input.embeddings()[i];
    }
    return rows;
  }

  private static double[] unit(MinerInput input) {
    double[] rows = wide(input);
    int width = input.embeddingSize();
    for (int a = 0; a < rows.length; a += width) {
      double length = Math.max(Math.sqrt(product(rows, a, a, width)), SHORTEST);
      for (int k = a; k < a + width; k++) {
        rows[k] /= length;
      }
    }
    return rows;
  }

  /** Four sums run side by side: one alone would wait for each addition in turn. */
  private static double euclidean(double[] rows, int a, int b, int width) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + LANES <= width; k += LANES) {
      double d0 = rows[a + k] - rows[b + k];
      double d1 = rows[a + k + 1] - rows[b + k + 1];
      double d2 = rows[a + k + 2] - rows[b + k + 2];
      double d3 = rows[a + k + 3] - rows[b + k + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; k < width; k++) {
      double d = rows[a + k] - rows[b + k];
      s0 += d * d;
    }
    return Math.sqrt(s0 + s1 + (s2 + s3));
  }

  private static double product(double[] rows, int a, int b, int width) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + LANES <= width; k += LANES) {
      s0 += rows[a + k] * rows[b + k];
      s1 += rows[a + k + 1] * rows[b + k + 1];
      s2 += rows[a + k + 2] * rows[b + k + 2];
      s3 += rows[a + k + 3] * rows[b + k + 3];
    }
    for (; k < width; k++) {
      s0 += rows[a + k] * rows[b + k];
    }
    return s0 + s1 + (s2 + s3);
  }
}
