package io.reflux.miner;

import io.reflux.chance.Chance;

/** Says which tuples inside a batch a loss looks at. It holds settings only. */
public interface Miner {

  /**
   * The tuples of one batch; none where the batch has no valid one.
   *
   * @param input embeddings and labels
   * @param chance the randomness of this batch: the same key gives the same tuples
   */
  Tuples mine(MinerInput input, Chance chance);

  /** What its tuples are made of. */
  default Members members() {
    return Members.TRIPLETS;
  }

  /** The least that a batch must hold to have a tuple that teaches anything. */
  default BatchNeeds needs() {
    return BatchNeeds.TRIPLET;
  }
}
