package io.reflux.evaluate;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.TensorScope;
import java.util.Arrays;

/**
 * The k-means++ seeds: the first row is drawn uniformly, each further one with probability in
 * proportion to its squared distance from the nearest seed so far. Where all rows coincide with
 * seeds, the first row that is no seed yet is taken.
 */
final class KMeansSeeds {
  private final double[] nearest;
  private final double[] lengths;
  private final boolean[] taken;

  private KMeansSeeds(EmbeddingSet rows) {
    this.nearest = new double[rows.count()];
    this.lengths = new double[rows.count()];
    this.taken = new boolean[rows.count()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = 2.0 * Distance.EUCLIDEAN.offset(rows.values(), row, rows.size());
    }
  }

  /** Draws k rows; the result holds copies of them, row-major. */
  static float[] draw(EmbeddingSet rows, int k, Chance chance, TensorScope scope) {
    KMeansSeeds seeds = new KMeansSeeds(rows);
    Draws draws = chance.draws();
    float[] found = new float[k * rows.size()];
    try (ScoreTiles tiles = new ScoreTiles(rows, Distance.EUCLIDEAN, scope)) {
      int next = draws.nextInt(rows.count());
      for (int c = 0; c < k; c++) {
        seeds.taken[next] = true;
        float[] seed = new float[rows.size()];
        rows.read(next, 1, seed);
        System.arraycopy(seed, 0, found, c * rows.size(), seed.length);
        if (c + 1 < k) {
          double own = seeds.lengths[next];
          tiles.forEach(
              new EmbeddingSet(seed, seed.length, new int[1]),
              (query, scores) -> seeds.approach(scores, own));
          next = seeds.next(draws.nextDouble());
        }
      }
    }
    return found;
  }

  /** Squared distance to a seed is |x|² + |seed|² - 2 x·seed; a score is seed·x - |x|²/2. */
  private void approach(float[] scores, double lengthOfSeed) {
    for (int row = 0; row < nearest.length; row++) {
      double squared = taken[row] ? 0 : Math.max(0, lengthOfSeed - 2.0 * scores[row]);
      nearest[row] = Math.min(nearest[row], squared);
    }
  }

  private int next(double uniform) {
    double left = uniform * Arrays.stream(nearest).sum();
    int last = -1;
    for (int row = 0; row < nearest.length; row++) {
      if (nearest[row] > 0) {
        last = row;
        left -= nearest[row];
        if (left < 0) {
          return row;
        }
      }
    }
    return last >= 0 ? last : firstFree();
  }

  private int firstFree() {
    int row = 0;
    while (taken[row]) {
      row++;
    }
    return row;
  }
}
