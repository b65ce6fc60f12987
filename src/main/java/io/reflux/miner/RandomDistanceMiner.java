package io.reflux.miner;

import io.reflux.chance.Chance;
import io.reflux.setting.Section;

/**
 * Distance-weighted sampling under labels that are shuffled over the batch: what is learnt is
 * spread over the sphere and knows of no class.
 *
 * <p>Row i takes the label of row π(i), π a uniform permutation; then {@link DistanceMiner}, where
 * rows alone in their class are no anchors. (S2SD and DiVA: random_distance.)
 *
 * @param inner draws under the shuffled labels
 */
record RandomDistanceMiner(DistanceMiner inner) implements Miner {

  static RandomDistanceMiner read(Section section) {
    return new RandomDistanceMiner(
        new DistanceMiner(InverseDistance.read(section), DistanceMiner.Lonely.SKIP));
  }

  @Override
  public Tuples mine(MinerInput input, Chance chance) {
    int[] permutation = new int[input.size()];
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    chance.at("labels").draws().shuffle(permutation);
    return inner.mine(permuted(input, permutation), chance);
  }

  private static MinerInput permuted(MinerInput input, int[] permutation) {
    int[] labels = new int[permutation.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = input.labels()[permutation[i]];
    }
    return input.withLabels(labels);
  }
}
