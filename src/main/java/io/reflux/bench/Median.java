package io.reflux.bench;

import java.util.Arrays;

/** What an outlier doesn't move. */
public final class Median {
  private Median() {}

  /** Of one figure or more: the middle one, or the mean of the middle two. */
  public static double of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
