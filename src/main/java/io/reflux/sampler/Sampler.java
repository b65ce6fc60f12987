package io.reflux.sampler;

import io.reflux.chance.Chance;
import java.util.List;

/** The batches of an epoch over one split. Pure, and safe for many threads. */
public interface Sampler {

  /**
   * The example ids of each batch of one epoch.
   *
   * @param chance the key of the epoch: the same key, the same batches
   * @return {@link #stepsPerEpoch()} arrays of ids
   */
  List<int[]> epoch(Chance chance);

  /** How many batches an epoch has; at least one. */
  int stepsPerEpoch();
}
