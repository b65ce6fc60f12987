package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Distance-weighted sampling that now and then pushes rows of one class apart, so that classes do
 * not collapse.
 *
 * <p>With probability p the triplet is (a, a, another row of the same class, uniform); otherwise as
 * {@link DistanceMiner}. Rows alone in their class are no anchors. (Roth et al.: Revisiting
 * Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020; S2SD, p =
 * 0.2. DiVA's anticollapse_cdistance is the same.)
 *
 * @param weights of the negatives
 * @param share p
 */
record RhoDistanceMiner(InverseDistance weights, double share) implements AnchorMiner {

  static RhoDistanceMiner read(Section section) {
    return new RhoDistanceMiner(
        InverseDistance.read(section), section.number("contrastive-p", Range.FRACTION));
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    return new NegativePicks(input) {
      @Override
      public void first(int anchor, double[] each) {
        super.first(anchor, each);
        double scale = (1 - share) / SamplingWeights.sum(each);
        for (int i = 0; i < each.length; i++) {
          each[i] *= scale;
        }
        each[anchor] = share;
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        if (positive == anchor) {
          input.positives(anchor, each);
        } else {
          input.negatives(anchor, each);
          weights.weigh(input, distances, anchor, each);
        }
      }
    };
  }
}
