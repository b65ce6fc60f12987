package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * A miner that draws one triplet for each anchor, independently: first one partner, then the other
 * given the first. Its whole distribution is what {@link Picks} answers.
 */
public interface AnchorMiner extends Miner {

  /** Looks at a batch. */
  Picks picks(MinerInput input);

  @Override
  default Tuples mine(MinerInput input, Chance chance) {
    Picks picks = picks(input);
    double[] weights = new double[input.size()];
    List<int[]> triplets = new ArrayList<>();
    for (int anchor = 0; anchor < input.size(); anchor++) {
      if (picks.isAnchor(anchor)) {
        Draws draws = chance.at(anchor).draws();
        picks.first(anchor, weights);
        int first = SamplingWeights.draw(weights, draws);
        picks.second(anchor, first, weights);
        int second = SamplingWeights.draw(weights, draws);
        triplets.add(picks.triplet(anchor, first, second));
      }
    }
    return new Tuples(triplets.toArray(int[][]::new));
  }

  /** What may be picked in one batch. Weights are relative; their sum is positive. */
  interface Picks {
    /** True if the row gets a triplet. */
    boolean isAnchor(int row);

    /** Fills in the weight of each row to be picked first. */
    void first(int anchor, double[] weights);

    /** Fills in the weight of each row to be picked second, after a first one. */
    void second(int anchor, int first, double[] weights);

    /** Puts the picks in order; the positive is picked first, unless a miner says otherwise. */
    default int[] triplet(int anchor, int first, int second) {
      return new int[] {anchor, first, second};
    }
  }
}
