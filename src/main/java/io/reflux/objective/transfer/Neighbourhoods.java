package io.reflux.objective.transfer;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Who is whose neighbour among the rows of a batch.
 *
 * @param nearest for each row the others and itself, the nearest first; those of a neighbourhood
 * @param mutual true where each of two rows is in the other's neighbourhood
 */
record Neighbourhoods(int[][] nearest, boolean[][] mutual) {

  /**
   * Neighbourhoods by distances.
   *
   * @param distances of all pairs, any that grow with theirs, row-major (n, n)
   * @param n how many rows there are
   * @param size how many rows a neighbourhood has, itself first; all of them if there are fewer
   */
  static Neighbourhoods of(float[] distances, int n, int size) {
    int[][] nearest = new int[n][];
    boolean[][] near = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      int row = i;
      nearest[i] =
          IntStream.range(0, n)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingInt(j -> j == row ? 0 : 1)
                      .thenComparingDouble(j -> distances[row * n + j]))
              .limit(size)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j : nearest[i]) {
        near[i][j] = true;
      }
    }
    boolean[][] mutual = new boolean[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mutual[i][j] = near[i][j] && near[j][i];
      }
    }
    return new Neighbourhoods(nearest, mutual);
  }

  /**
   * The share of a row's mutual neighbours that another mutual neighbour has too, the mean over the
   * nearest half of the row's neighbourhood, and of both directions; 0 to 1, row-major (n, n).
   */
  float[] context() {
    int n = mutual.length;
    double[][] shared = shared();
    double[][] spread = new double[n][n];
    for (int i = 0; i < n; i++) {
      int half = Math.max(1, nearest[i].length / 2);
      for (int h = 0; h < half; h++) {
        for (int j = 0; j < n; j++) {
          spread[i][j] += shared[nearest[i][h]][j] / half;
        }
      }
    }
    float[] context = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        context[i * n + j] = (float) ((spread[i][j] + spread[j][i]) / 2);
      }
    }
    return context;
  }

  private double[][] shared() {
    int n = mutual.length;
    double[][] shared = new double[n][n];
    for (int i = 0; i < n; i++) {
      int own = 0;
      for (int k = 0; k < n; k++) {
        own += mutual[i][k] ? 1 : 0;
      }
      for (int j = 0; j < n; j++) {
        int both = 0;
        for (int k = 0; mutual[i][j] && k < n; k++) {
          both += mutual[i][k] && mutual[j][k] ? 1 : 0;
        }
        shared[i][j] = (double) both / own;
      }
    }
    return shared;
  }
}
