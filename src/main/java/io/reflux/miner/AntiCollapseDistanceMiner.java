package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Distance-weighted sampling whose negatives may be of any class, the anchor's own included.
 *
 * <p>Positive: uniform among the other rows of the class. Negative: by {@link InverseDistance}
 * among all other rows that are no farther than the upper cutoff. Rows alone in their class are no
 * anchors. (DiVA: anticollapse_distance, which has no defaults; ours are those of Wu et al.)
 *
 * @param weights of the negatives
 */
record AntiCollapseDistanceMiner(InverseDistance weights) implements AnchorMiner {

  static AntiCollapseDistanceMiner read(Section section) {
    return new AntiCollapseDistanceMiner(
        new InverseDistance(
            section.number("lower-cutoff", Range.POSITIVE),
            section.number("upper-cutoff", Range.POSITIVE)));
  }

  @Override
  public BatchNeeds needs() {
    return BatchNeeds.POSITIVE;
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return input.hasPositive(row);
      }

      @Override
      public void first(int anchor, double[] each) {
        input.positives(anchor, each);
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        java.util.Arrays.fill(each, 1);
        each[anchor] = 0;
        weights.weigh(input, distances, anchor, each);
      }
    };
  }
}
