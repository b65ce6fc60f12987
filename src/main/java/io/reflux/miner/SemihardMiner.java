package io.reflux.miner;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Negatives a little farther than the positive: hard enough to teach, not so hard that embeddings
 * collapse.
 *
 * <p>Positive p: uniform. Negative: uniform among those with d(a,p) &lt; d(a,n) &lt; d(a,p) +
 * margin, or among all where there is none. Rows alone in their class are no anchors. (Schroff et
 * al.: FaceNet, CVPR 2015, with plain instead of squared distances as in S2SD, where the margin is
 * that of the loss, 0.2.)
 *
 * @param margin the width of the window
 */
record SemihardMiner(double margin) implements AnchorMiner {

  static SemihardMiner read(Section section) {
    return new SemihardMiner(section.number("margin", Range.POSITIVE));
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    return new NegativePicks(input) {
      @Override
      public void second(int anchor, int positive, double[] each) {
        input.negatives(anchor, each);
        double near = distances.between(anchor, positive);
        SamplingWeights.keepOrAll(
            each,
            i ->
                distances.between(anchor, i) > near
                    && distances.between(anchor, i) < near + margin);
      }
    };
  }
}
