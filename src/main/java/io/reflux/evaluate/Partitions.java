package io.reflux.evaluate;

import java.util.HashMap;
import java.util.Map;

/**
 * How a clustering and the classes agree.
 *
 * @param together how many rows share a cluster and a class, by pair
 * @param clusters how many rows each cluster has
 * @param classes how many rows each class has
 * @param rows how many rows there are
 */
record Partitions(
    Map<Long, Integer> together,
    Map<Integer, Integer> clusters,
    Map<Integer, Integer> classes,
    int rows) {

  /** Counts clusters and classes of the same rows. */
  static Partitions of(int[] assignments, int[] labels) {
    if (assignments.length != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              "assignments: %d (expected: %d, one a label, at least one)",
              assignments.length, labels.length));
    }
    Map<Long, Integer> together = new HashMap<>();
    Map<Integer, Integer> clusters = new HashMap<>();
    Map<Integer, Integer> classes = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      long pair = ((long) assignments[i] << 32) | (labels[i] & 0xFFFFFFFFL);
      together.merge(pair, 1, Integer::sum);
      clusters.merge(assignments[i], 1, Integer::sum);
      classes.merge(labels[i], 1, Integer::sum);
    }
    return new Partitions(together, clusters, classes, labels.length);
  }

  /**
   * NMI: I(clusters; classes) / ((H(clusters) + H(classes)) / 2), natural logarithms; 1 if both are
   * a single group. Older papers divide by the geometric mean of the entropies instead.
   */
  double normalisedMutualInformation() {
    if (clusters.size() == 1 && classes.size() == 1) {
      return 1;
    }
    double ofClusters = entropy(clusters);
    double ofClasses = entropy(classes);
    double mutual = ofClusters + ofClasses - entropy(together);
    return Math.max(0, mutual) / ((ofClusters + ofClasses) / 2);
  }

  /**
   * F1 over pairs of rows: precision is the share of pairs in one cluster that are of one class,
   * recall the share of pairs of one class that are in one cluster; NaN if there are no such pairs.
   */
  double pairwiseF1() {
    double both = pairs(together);
    double precision = both / pairs(clusters);
    double recall = both / pairs(classes);
    return 2 * precision * recall / (precision + recall);
  }

  private double entropy(Map<?, Integer> counts) {
    double sum = 0;
    for (int count : counts.values().stream().mapToInt(c -> c).sorted().toArray()) {
      sum -= (double) count / rows * Math.log((double) count / rows);
    }
    return sum;
  }

  private static double pairs(Map<?, Integer> counts) {
    return counts.values().stream().mapToDouble(c -> c * (c - 1.0) / 2).sum();
  }
}
