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
    /** Nearer than the farthest positive. */
    record Hard() implements Negatives {}

    /** Farther than the positive by less than a margin. */
    record Semihard(double margin) implements Negatives {}

    /** Weighted by distance. */
    record Distance(InverseDistance weights) implements Negatives {}
  }

  static EasyPositiveMiner semihard(Section section) {
    return new EasyPositiveMiner(new Negatives.Semihard(section.number("margin", Range.POSITIVE)));
  }

  static EasyPositiveMiner distance(Section section) {
    return new EasyPositiveMiner(new Negatives.Distance(InverseDistance.read(section)));
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    Hardness hardness = new Hardness(input, distances);
    double floor = negatives instanceof Negatives.Distance d ? d.weights().lower() : 0;
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return input.hasPositive(row) && input.hasNegative(row);
      }

      @Override
      public void first(int anchor, double[] each) {
        SamplingWeights.only(hardness.easiestPositive(anchor, floor), each);
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        input.negatives(anchor, each);
        if (negatives instanceof Negatives.Distance byDistance) {
          byDistance.weights().weigh(input, distances, anchor, each);
          return;
        }
        double from = Double.NEGATIVE_INFINITY;
        double to = hardness.farthestPositive(anchor);
        if (negatives instanceof Negatives.Semihard semihard) {
          from = distances.between(anchor, positive);
          to = from + semihard.margin();
        }
        double low = from;
        double high = to;
        SamplingWeights.keepOrAll(
            each, i -> distances.between(anchor, i) > low && distances.between(anchor, i) < high);
      }
    };
  }
}
