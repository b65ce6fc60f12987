package io.reflux.sampler;

import java.util.Arrays;

/** Arithmetic on rows of embeddings, in double precision and in a fixed order. */
final class EmbeddingRows {
  private EmbeddingRows() {}

  /** The inner product. */
  static double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    int d = 0;
    for (; d + 1 < a.length; d += 2) {
      even += a[d] * b[d];
      odd += a[d + 1] * b[d + 1];
    }
    return d < a.length ? even + odd + a[d] * b[d] : even + odd;
  }

  /** The squared Euclidean distance. */
  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = a[d] - b[d];
      sum += difference * difference;
    }
    return sum;
  }

  /** The mean of some rows. */
  static double[] mean(double[][] rows, int[] of) {
    double[] mean = new double[rows[0].length];
    for (int i : of) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += rows[i][d] / of.length;
      }
    }
    return mean;
  }

  /** The standard deviation of some rows in each direction, dividing by their number. */
  static double[] deviation(double[][] rows, int[] of, double[] mean) {
    double[] deviation = new double[mean.length];
    for (int i : of) {
      for (int d = 0; d < mean.length; d++) {
        double difference = rows[i][d] - mean[d];
        deviation[d] += difference * difference / of.length;
      }
    }
    Arrays.setAll(deviation, d -> Math.sqrt(deviation[d]));
    return deviation;
  }

  /** The rows moved so that their mean is zero. */
  static double[][] centred(double[][] rows) {
    int[] all = new int[rows.length];
    Arrays.setAll(all, i -> i);
    double[] mean = mean(rows, all);
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < mean.length; d++) {
        centred[i][d] = rows[i][d] - mean[d];
      }
    }
    return centred;
  }

  /** The Euclidean distance of every pair of rows: (n, n). */
  static double[][] distances(double[][] rows) {
    double[][] distances = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[i][j] = Math.sqrt(squaredDistance(rows[i], rows[j]));
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }
}
