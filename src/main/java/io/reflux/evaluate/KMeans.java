package io.reflux.evaluate;

import io.reflux.chance.Chance;
import io.reflux.engine.TensorScope;
import io.reflux.setting.InputException;
import java.util.Arrays;

/**
 * Lloyd's k-means from k-means++ seeds (Arthur, Vassilvitskii: k-means++: The Advantages of Careful
 * Seeding, SODA 2007). Deterministic: draws come from the seed, and among equals the lowest index
 * wins. A centroid that nobody is nearest to moves to the row farthest from its own centroid.
 */
public final class KMeans {
  private final EmbeddingSet rows;
  private final int k;
  private final TensorScope scope;

  private KMeans(EmbeddingSet rows, int k, TensorScope scope) {
    this.rows = rows;
    this.k = k;
    this.scope = scope;
  }

  /**
   * Groups rows by Euclidean distance.
   *
   * @param rows what is grouped; labels are not looked at
   * @param k how many groups; at most as many as rows
   * @param settings iterations, restarts, seed
   * @param scope where native work is done; nothing stays in it
   */
  public static Clustering cluster(
      EmbeddingSet rows, int k, KMeansSettings settings, TensorScope scope) {
    if (k < 1 || k > rows.count()) {
      throw new InputException(
          String.format("clusters: %d (expected: 1 … %d, the number of rows)", k, rows.count()));
    }
    Chance chance = Chance.of(settings.seed()).at("kmeans");
    KMeans kmeans = new KMeans(rows, k, scope);
    Clustering best = kmeans.run(settings.iterations(), chance.at(0));
    for (int restart = 1; restart < settings.restarts(); restart++) {
      Clustering other = kmeans.run(settings.iterations(), chance.at(restart));
      best = other.inertia() < best.inertia() ? other : best;
    }
    return best;
  }

  private Clustering run(int iterations, Chance chance) {
    float[] centroids = KMeansSeeds.draw(rows, k, chance, scope);
    Clustering current = assign(centroids);
    for (int i = 0; i < iterations; i++) {
      Clustering next = assign(moved(current));
      boolean settled = Arrays.equals(next.assignments(), current.assignments());
      current = next;
      if (settled) {
        break;
      }
    }
    return current;
  }

  private Clustering assign(float[] centroids) {
    int[] unlabelled = new int[k];
    EmbeddingSet points = new EmbeddingSet(centroids, rows.size(), unlabelled);
    int[] nearest = Clustering.nearest(rows, points, Distance.EUCLIDEAN, scope);
    double inertia = Arrays.stream(distances(centroids, nearest)).sum();
    return new Clustering(centroids, rows.size(), nearest, inertia);
  }

  private float[] moved(Clustering clustering) {
    int size = rows.size();
    double[] sums = new double[k * size];
    int[] counts = new int[k];
    for (int row = 0; row < rows.count(); row++) {
      int own = clustering.assignments()[row];
      counts[own]++;
      for (int i = 0; i < size; i++) {
        sums[own * size + i] += rows.values()[row * size + i];
      }
    }
    float[] centroids = new float[sums.length];
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] = (float) (sums[i] / Math.max(1, counts[i / size]));
    }
    refillEmpty(centroids, counts, clustering);
    return centroids;
  }

  private void refillEmpty(float[] centroids, int[] counts, Clustering clustering) {
    int size = rows.size();
    if (Arrays.stream(counts).noneMatch(count -> count == 0)) {
      return;
    }
    double[] distances = distances(clustering.centroids(), clustering.assignments());
    for (int c = 0; c < k; c++) {
      if (counts[c] == 0) {
        int farthest = 0;
        for (int row = 1; row < distances.length; row++) {
          farthest = distances[row] > distances[farthest] ? row : farthest;
        }
        distances[farthest] = -1;
        System.arraycopy(rows.values(), farthest * size, centroids, c * size, size);
      }
    }
  }

  private double[] distances(float[] centroids, int[] assignments) {
    int size = rows.size();
    double[] squared = new double[assignments.length];
    for (int row = 0; row < squared.length; row++) {
      for (int i = 0; i < size; i++) {
        double gap = rows.values()[row * size + i] - centroids[assignments[row] * size + i];
        squared[row] += gap * gap;
      }
    }
    return squared;
  }
}
