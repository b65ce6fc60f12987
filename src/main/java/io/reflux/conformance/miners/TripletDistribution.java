package io.reflux.conformance.miners;

import io.reflux.miner.AnchorMiner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How probable each triplet of a batch is, given its anchor: worked out of the very weights by
 * which a miner draws. Costs n³ in the worst case.
 *
 * @param size rows of the batch
 * @param anchors the rows that get a triplet, ascending
 * @param triplets those of positive probability, sorted
 */
public record TripletDistribution(int size, int[] anchors, List<Probable> triplets) {

  /**
   * A triplet.
   *
   * @param probability of (positive, negative) given the anchor
   */
  public record Probable(int anchor, int positive, int negative, double probability) {}

  /** The distribution of what may be picked in a batch. */
  public static TripletDistribution of(AnchorMiner.Picks picks, int size) {
    List<Integer> anchors = new ArrayList<>();
    List<Probable> triplets = new ArrayList<>();
    double[] first = new double[size];
    double[] second = new double[size];
    for (int anchor = 0; anchor < size; anchor++) {
      if (!picks.isAnchor(anchor)) {
        continue;
      }
      anchors.add(anchor);
      picks.first(anchor, first);
      normalise(first);
      for (int i = 0; i < size; i++) {
        if (first[i] > 0) {
          picks.second(anchor, i, second);
          normalise(second);
          addPairs(picks, anchor, i, first[i], second, triplets);
        }
      }
    }
    triplets.sort(
        Comparator.comparingInt(Probable::anchor)
            .thenComparingInt(Probable::positive)
            .thenComparingInt(Probable::negative));
    return new TripletDistribution(
        size, anchors.stream().mapToInt(Integer::intValue).toArray(), List.copyOf(triplets));
  }

  /** The probability of each row to be the positive, (anchors, n). */
  public double[][] positives() {
    return marginal(true);
  }

  /** The probability of each row to be the negative, (anchors, n). */
  public double[][] negatives() {
    return marginal(false);
  }

  private static void addPairs(
      AnchorMiner.Picks picks,
      int anchor,
      int first,
      double probability,
      double[] second,
      List<Probable> triplets) {
    for (int j = 0; j < second.length; j++) {
      if (second[j] > 0) {
        int[] row = picks.triplet(anchor, first, j);
        triplets.add(new Probable(row[0], row[1], row[2], probability * second[j]));
      }
    }
  }

  private static void normalise(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, i -> weights[i] / sum);
  }

  private double[][] marginal(boolean positive) {
    double[][] sums = new double[anchors.length][size];
    int row = 0;
    for (Probable each : triplets) {
      while (anchors[row] != each.anchor()) {
        row++;
      }
      sums[row][positive ? each.positive() : each.negative()] += each.probability();
    }
    return sums;
  }
}
