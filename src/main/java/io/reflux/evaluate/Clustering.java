package io.reflux.evaluate;

import io.reflux.engine.TensorScope;

/**
 * Rows in groups.
 *
 * @param centroids k rows of {@code size} numbers, row-major
 * @param size the size of a row
 * @param assignments the centroid of each row
 * @param inertia the sum of squared distances to the rows' own centroids
 */
public record Clustering(float[] centroids, int size, int[] assignments, double inertia) {

  /**
   * The nearest centroid of each row; among equals the one with the lowest index.
   *
   * @param distance COSINE divides rows and centroids by their lengths first
   */
  static int[] nearest(Vectors rows, Vectors centroids, Distance distance, TensorScope scope) {
    int[] nearest = new int[rows.count()];
    try (ScoreTiles tiles = new ScoreTiles(centroids, distance, scope)) {
      tiles.forEach(rows, (row, scores) -> nearest[row] = largest(scores));
    }
    return nearest;
  }

  /** The centroids as rows that can be searched. */
  Vectors centroidRows() {
    return new EmbeddingSet(centroids, size, new int[centroids.length / size]);
  }

  /** The index of the largest number, the first among equals. */
  static int largest(float[] numbers) {
    int best = 0;
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] > numbers[best]) {
        best = i;
      }
    }
    return best;
  }
}
