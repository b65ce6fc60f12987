package io.reflux.network;

import io.reflux.chance.Draws;

/** Random matrices with orthonormal rows, or columns if there are fewer columns than rows. */
final class Orthogonal {
  private Orthogonal() {}

  /** Fills a row-major matrix. */
  static void fill(float[] values, int rows, int columns, Draws draws) {
    int count = Math.min(rows, columns);
    double[][] vectors = new double[count][Math.max(rows, columns)];
    for (int i = 0; i < count; i++) {
      do {
        for (int j = 0; j < vectors[i].length; j++) {
          vectors[i][j] = draws.nextGaussian();
        }
        // Twice is enough to lose no digits (Giraud, Langou, Rozložník, 2005).
        subtractEarlier(vectors, i);
        subtractEarlier(vectors, i);
      } while (!normalise(vectors[i]));
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = rows <= columns ? vectors[row][column] : vectors[column][row];
        values[row * columns + column] = (float) value;
      }
    }
  }

  private static void subtractEarlier(double[][] vectors, int i) {
    for (int earlier = 0; earlier < i; earlier++) {
      double along = dot(vectors[earlier], vectors[i]);
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] -= along * vectors[earlier][j];
      }
    }
  }

  private static boolean normalise(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= length;
    }
    return length > 1e-6;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
