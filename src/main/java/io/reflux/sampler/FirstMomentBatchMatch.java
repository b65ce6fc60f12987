package io.reflux.sampler;

import io.reflux.setting.Section;

/**
 * Batches whose embeddings have nearly the mean of those of a bigger one: {@code |m - m'|}. DiVA's
 * {@code firstmoment_batchmatch_sampler} has this name, but stops in a debugger before it compares
 * anything; this is what the name says.
 */
final class FirstMomentBatchMatch {
  private FirstMomentBatchMatch() {}

  static SamplerRecipe read(Section section) {
    return StoredRecipe.matching(section, big -> new MomentCost(big)::first);
  }
}
