package io.reflux.miner;

/**
 * Hard positives and hard negatives, at random among the hard.
 *
 * <p>Positive: uniform among those farther than the nearest negative, or among all where there is
 * none. Negative, independently: uniform among those nearer than the farthest positive, or among
 * all where there is none; with {@code antiCollapse}, among the hard positives too. Rows alone in
 * their class are no anchors. (Roth et al.: Revisiting Training Strategies and Generalization
 * Performance in Deep Metric Learning, ICML 2020: softhard. DiVA calls it semihard, and has
 * anticollapse_semihard.)
 *
 * @param antiCollapse true if a hard positive may be drawn as the negative
 */
record SofthardMiner(boolean antiCollapse) implements AnchorMiner {

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    Hardness hardness = new Hardness(input, distances);
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return input.hasPositive(row) && input.hasNegative(row);
      }

      @Override
      public void first(int anchor, double[] each) {
        double nearest = hardness.nearestNegative(anchor);
        input.positives(anchor, each);
        SamplingWeights.keepOrAll(each, i -> distances.between(anchor, i) > nearest);
      }

      @Override
      public void second(int anchor, int positive, double[] each) {
        double farthest = hardness.farthestPositive(anchor);
        input.negatives(anchor, each);
        SamplingWeights.keepOrAll(each, i -> distances.between(anchor, i) < farthest);
        if (antiCollapse) {
          double nearest = hardness.nearestNegative(anchor);
          for (int i = 0; i < each.length; i++) {
            if (i != anchor && input.same(anchor, i) && distances.between(anchor, i) > nearest) {
              each[i] = 1;
            }
          }
        }
      }
    };
  }
}
