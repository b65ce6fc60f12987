package io.reflux.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What an outlier doesn't move. */
public final class Median {
  private Median() {}

  /** Of one figure or more: the middle one, or the mean of the middle two. */
  public static double of(double... figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Of the ratios of two parties' figures, turn by turn. */
  static double ofRatios(double[] theirs, double[] ours) {
    return of(IntStream.range(0, ours.length).mapToDouble(i -> theirs[i] / ours[i]).toArray());
  }
}
