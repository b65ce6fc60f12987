package io.reflux.miner;

import io.reflux.setting.Section;

/**
 * Distance-weighted sampling: a positive at random, and a negative drawn so that all distances from
 * the anchor are about equally frequent.
 *
 * <p>Positive: uniform among the other rows of the class. Negative: by {@link InverseDistance}
 * among the rows of other classes. (Wu et al.: Sampling Matters in Deep Embedding Learning, ICCV
 * 2017.)
 *
 * @param weights of the negatives
 * @param lonely what becomes of a row that is alone in its class
 */
record DistanceMiner(InverseDistance weights, Lonely lonely) implements AnchorMiner {

  /** What becomes of a row that is alone in its class. */
  enum Lonely {
    /** It is no anchor: DiVA's way. */
    SKIP,
    /** It is its own positive: S2SD's way. */
    SELF
  }

  static DistanceMiner read(Section section) {
    return new DistanceMiner(
        InverseDistance.read(section), section.oneOf("single-sample-class", Lonely.class));
  }

  @Override
  public BatchNeeds needs() {
    return lonely == Lonely.SELF ? BatchNeeds.NEGATIVE : BatchNeeds.TRIPLET;
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return input.hasNegative(row) && (lonely == Lonely.SELF || input.hasPositive(row));
      }

      @Override
      public void first(int anchor, double[] each) {
        if (input.hasPositive(anchor)) {
          input.positives(anchor, each);
        } else {
          SamplingWeights.only(anchor, each);
        }
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        input.negatives(anchor, each);
        weights.weigh(input, distances, anchor, each);
      }
    };
  }
}
