package io.reflux.miner;

import io.reflux.setting.Section;

/**
 * Triplets whose three rows are of three classes: what they teach is shared by all classes.
 *
 * <p>Negative first: by {@link InverseDistance} among the rows of other classes. Then the
 * "positive" among the rows of classes other than both: uniform ({@code shared-negative}), or by
 * the same weights ({@code shared-full}). A batch of fewer than three classes has no triplets.
 * (Milbich et al.: DiVA, ECCV 2020.)
 *
 * @param weights of the rows
 * @param full true if the positive is drawn by the weights too
 */
record SharedMiner(InverseDistance weights, boolean full) implements AnchorMiner {
  private static final int CLASSES = 3;

  static SharedMiner read(Section section, boolean full) {
    return new SharedMiner(InverseDistance.read(section), full);
  }

  @Override
  public BatchNeeds needs() {
    return new BatchNeeds(CLASSES, CLASSES, 1);
  }

  @Override
  public Picks picks(MinerInput input) {
    Distances distances = Distances.of(input);
    boolean enough = input.classes() >= CLASSES;
    return new Picks() {
      @Override
      public boolean isAnchor(int row) {
        return enough;
      }

      @Override
      public void first(int anchor, double[] each) {
        input.negatives(anchor, each);
        weights.weigh(input, distances, anchor, each);
      }

      @Override
      public void second(int anchor, int negative, double[] each) {
        for (int i = 0; i < each.length; i++) {
          each[i] = input.same(i, anchor) || input.same(i, negative) ? 0 : 1;
        }
        if (full) {
          weights.weigh(input, distances, anchor, each);
        }
      }

      @Override
      public int[] triplet(int anchor, int negative, int positive) {
        return new int[] {anchor, positive, negative};
      }
    };
  }
}
