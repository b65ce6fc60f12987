package io.reflux.report;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;

/**
 * t-SNE in two dimensions (van der Maaten, Hinton: Visualizing Data using t-SNE, JMLR 2008), exact:
 * every pair counts, so it is for a thousand points or so. Affinities of a point are Gaussian, as
 * wide as its perplexity asks for, and made symmetric; the map follows the gradient of the
 * Kullback-Leibler divergence with momentum and per-coordinate gains.
 */
final class Tsne {
  private static final int ITERATIONS = 400;
  private static final int EXAGGERATED = 100;
  private static final double EXAGGERATION = 12;

  private final int n;
  private final double[] affinities;
  private final double[] map;
  private final double[] velocity;
  private final double[] gains;

  private Tsne(double[] affinities, int n) {
    this.n = n;
    this.affinities = affinities;
    this.map = new double[2 * n];
    this.velocity = new double[2 * n];
    this.gains = new double[2 * n];
    java.util.Arrays.fill(gains, 1);
  }

  /**
   * Lays rows out in the plane.
   *
   * @param squared squared distances of all pairs, (n, n), row-major
   * @param perplexity how many neighbours a point has, roughly; less than n / 3 is sensible
   * @return n pairs x, y
   */
  static double[] layOut(double[] squared, int n, double perplexity, Chance chance) {
    Tsne tsne = new Tsne(TsneAffinities.of(squared, n, perplexity), n);
    Draws draws = chance.draws();
    for (int i = 0; i < tsne.map.length; i++) {
      tsne.map[i] = 1e-4 * draws.nextGaussian();
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      tsne.step(iteration);
    }
    return tsne.map;
  }

  private void step(int iteration) {
    double exaggeration = iteration < EXAGGERATED ? EXAGGERATION : 1;
    double momentum = iteration < EXAGGERATED ? 0.5 : 0.8;
    double rate = Math.max(50, n / EXAGGERATION);
    double[] gradient = gradient(exaggeration);
    double[] mean = new double[2];
    for (int i = 0; i < map.length; i++) {
      boolean turned = gradient[i] > 0 != velocity[i] > 0;
      gains[i] = Math.max(0.01, turned ? gains[i] + 0.2 : gains[i] * 0.8);
      velocity[i] = momentum * velocity[i] - rate * gains[i] * gradient[i];
      map[i] += velocity[i];
      mean[i % 2] += map[i] / n;
    }
    for (int i = 0; i < map.length; i++) {
      map[i] -= mean[i % 2];
    }
  }

  /** 4 Σ_j (p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|²), q in proportion to the last factor. */
  private double[] gradient(double exaggeration) {
    double[] attraction = new double[2 * n];
    double[] repulsion = new double[2 * n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double dx = map[2 * i] - map[2 * j];
        double dy = map[2 * i + 1] - map[2 * j + 1];
        double near = 1 / (1 + dx * dx + dy * dy);
        total += 2 * near;
        double pull = exaggeration * affinities[i * n + j] * near;
        double push = near * near;
        spread(attraction, i, j, pull * dx, pull * dy);
        spread(repulsion, i, j, push * dx, push * dy);
      }
    }
    for (int i = 0; i < attraction.length; i++) {
      attraction[i] = 4 * (attraction[i] - repulsion[i] / total);
    }
    return attraction;
  }

  private static void spread(double[] sums, int i, int j, double x, double y) {
    sums[2 * i] += x;
    sums[2 * i + 1] += y;
    sums[2 * j] -= x;
    sums[2 * j + 1] -= y;
  }
}
