package io.reflux.miner;

/**
 * Picks of which only the negatives are chosen with care: any row of the anchor's class is as good
 * a positive as another. Rows alone in their class are no anchors.
 */
abstract class NegativePicks implements AnchorMiner.Picks {
  private final MinerInput input;

  NegativePicks(MinerInput input) {
    this.input = input;
  }

  @Override
  public boolean isAnchor(int row) {
    return input.hasPositive(row) && input.hasNegative(row);
  }

  @Override
  public void first(int anchor, double[] weights) {
    input.positives(anchor, weights);
  }
}
