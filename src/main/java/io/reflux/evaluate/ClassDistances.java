package io.reflux.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cosine distances inside classes and between them, without forming pairs: the sum of x·y over
 * ordered pairs of unit rows is |Σx|² - n.
 */
final class ClassDistances {
  private ClassDistances() {}

  /**
   * The mean cosine distance over ordered pairs of different rows of each class, by ascending
   * label; NaN for a class of one.
   */
  static double[] intraByClass(EmbeddingSet set) {
    return byClass(set).values().stream().mapToDouble(sums -> meanDistance(sums.unit())).toArray();
  }

  /** dists@intra: the mean over classes of at least two rows. */
  static double intra(EmbeddingSet set) {
    return Arrays.stream(intraByClass(set))
        .filter(x -> !Double.isNaN(x))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * dists@inter: the mean cosine distance over ordered pairs of different classes' mean rows,
   * divided by their lengths; NaN for a single class.
   */
  static double inter(EmbeddingSet set) {
    Group means = new Group(set.size());
    byClass(set).values().forEach(sums -> means.add(sums.raw(), 0));
    return meanDistance(means);
  }

  /** dists@intra_over_inter: the one divided by the other, which counts as at least 1e-8. */
  static double ratio(EmbeddingSet set) {
    return intra(set) / Math.max(inter(set), 1e-8);
  }

  private static double meanDistance(Group group) {
    double products = Arrays.stream(group.sum).map(x -> x * x).sum() - group.squaredLengths;
    return 1 - products / (group.count * (group.count - 1.0));
  }

  private static Map<Integer, Sums> byClass(EmbeddingSet set) {
    Map<Integer, Sums> sums = new TreeMap<>();
    double[] row = new double[set.size()];
    for (int i = 0; i < set.count(); i++) {
      Sums own =
          sums.computeIfAbsent(
              set.labels()[i], label -> new Sums(new double[row.length], new Group(row.length)));
      for (int j = 0; j < row.length; j++) {
        row[j] = set.values()[i * row.length + j];
        own.raw[j] += row[j];
      }
      own.unit.add(row, 1e-12);
    }
    return sums;
  }

  /** The sum of a class's rows, and of its rows divided by their lengths. */
  private record Sums(double[] raw, Group unit) {}

  /** A growing sum of unit rows. */
  private static final class Group {
    private final double[] sum;
    private double squaredLengths;
    private int count;

    Group(int size) {
      sum = new double[size];
    }

    void add(double[] row, double smallestLength) {
      double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
      double divisor = Math.max(length, Math.max(smallestLength, Double.MIN_NORMAL));
      for (int j = 0; j < row.length; j++) {
        sum[j] += row[j] / divisor;
      }
      squaredLengths += length / divisor * (length / divisor);
      count++;
    }
  }
}
