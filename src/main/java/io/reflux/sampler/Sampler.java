package io.reflux.sampler;

import io.reflux.chance.Chance;
import java.util.List;

/** The batches of an epoch over one split. Pure, and safe for many threads. */
public interface Sampler {

  /**
   * The example ids of each batch of one epoch. A sampler that {@linkplain #needsStorage() needs a
   * storage} draws here as if no example had been seen yet.
   *
   * @param chance the key of the epoch: the same key, the same batches
   * @return {@link #stepsPerEpoch()} arrays of ids
   */
  List<int[]> epoch(Chance chance);

  /**
   * The example ids of each batch of one epoch, by what the network made of the examples so far.
   *
   * @param chance the key of the epoch
   * @param storage the embeddings as they are when the epoch begins, not changed meanwhile; the
   *     same key and rows, the same batches
   * @return {@link #stepsPerEpoch()} arrays of ids
   */
  default List<int[]> epoch(Chance chance, EmbeddingStorage storage) {
    return epoch(chance);
  }

  /** Whether an epoch's batches depend on the embeddings that the epochs before have reported. */
  default boolean needsStorage() {
    return false;
  }

  /**
   * Whether each step's embeddings take the place of the stored ones; if not, the storage keeps
   * what it was filled with first. Asked only where a storage is needed.
   */
  default boolean updatesStorage() {
    return true;
  }

  /** How many batches an epoch has; at least one. */
  int stepsPerEpoch();
}
