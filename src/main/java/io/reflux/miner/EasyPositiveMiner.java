package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * The easiest positive: classes may keep several clusters, for a row is drawn to its nearest
 * neighbour only.
 *
 * <p>Positive: the nearest other row of the class. Negative, uniform unless said otherwise:
 *
 * <ul>
 *   <li>hard: among those nearer than the farthest positive;
 *   <li>semihard: among those with d(a,p) &lt; d(a,n) &lt; d(a,p) + margin;
 *   <li>distance: by {@link InverseDistance} among all.
 * </ul>
 *
 * Where the set is empty, among all negatives. Rows alone in their class are no anchors. (Xuan et
 * al.: Improved Embeddings with Easy Positive Triplet Mining, WACV 2020. S2SD's ephn, epshn and
 * epdn, whose code takes a truth value for an index, mended.)
 *
 * @param negatives which negatives
 */
record EasyPositiveMiner(Negatives negatives) implements AnchorMiner {

  /** Which negatives go with the easiest positive. */
  sealed interface Negatives {
    /** The distance below which positives count as equally near. */
    default double floor() {
      return 0;
    }

    /**
     * Weighs the negatives of a pair.
     *
     * @param each 1 for every negative of the anchor, else 0; in the end their weights
     */
    void weigh(Pair pair, double[] each);

    /** Nearer than the farthest positive. */
    record Hard() implements Negatives {
      @Override
      public void weigh(Pair pair, double[] each) {
        pair.keepBetween(Double.NEGATIVE_INFINITY, pair.farthest(), each);
      }
    }

    /** Farther than the positive by less than a margin. */
    record Semihard(double margin) implements Negatives {
      @Override
      public void weigh(Pair pair, double[] each) {
        double from = pair.distance(pair.positive);
        pair.keepBetween(from, from + margin, each);
      }
    }

    /** Weighted by distance. */
    record Distance(InverseDistance weights) implements Negatives {
      @Override
      public double floor() {
        return weights.lower();
      }

      @Override
      public void weigh(Pair pair, double[] each) {
        weights.weigh(pair.hardness.input(), pair.hardness.distances(), pair.anchor, each);
      }
    }
  }

  /**
   * An anchor and its positive.
   *
   * @param hardness of all rows
   */
  record Pair(Hardness hardness, int anchor, int positive) {
    double distance(int row) {
      return hardness.distances().between(anchor, row);
    }

    double farthest() {
      return hardness.farthestPositive(anchor);
    }

    /** Keeps the negatives between two distances from the anchor, or all if there are none. */
    void keepBetween(double from, double to, double[] each) {
      SamplingWeights.keepOrAll(each, i -> distance(i) > from && distance(i) < to);
    }
  }

  static EasyPositiveMiner semihard(Section section) {
    return new EasyPositiveMiner(new Negatives.Semihard(section.number("margin", Range.POSITIVE)));
  }

  static EasyPositiveMiner distance(Section section) {
    return new EasyPositiveMiner(new Negatives.Distance(InverseDistance.read(section)));
  }

  @Override
  public Picks picks(MinerInput input) {
    Hardness hardness = new Hardness(input, Distances.of(input));
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return input.hasPositive(row) && input.hasNegative(row);
      }

      @Override
      public void first(int anchor, double[] each) {
        SamplingWeights.only(hardness.easiestPositive(anchor, negatives.floor()), each);
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        input.negatives(anchor, each);
        negatives.weigh(new Pair(hardness, anchor, positive), each);
      }
    };
  }
}
