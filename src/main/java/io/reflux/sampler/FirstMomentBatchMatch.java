package io.reflux.sampler;

import io.reflux.dataset.Dataset;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Batches whose embeddings have nearly the mean of those of a bigger one: {@code |m - m'|}. DiVA's
 * {@code firstmoment_batchmatch_sampler} has this name, but stops in a debugger before it compares
 * anything; this is what the name says.
 *
 * @param batches how many batches are compared
 */
record FirstMomentBatchMatch(StorageSettings settings, int batches) implements SamplerRecipe {

  static FirstMomentBatchMatch read(Section section) {
    return new FirstMomentBatchMatch(
        StorageSettings.read(section), section.whole("batches", Range.atLeast(1)));
  }

  @Override
  public int batchSize() {
    return settings.batchSize();
  }

  @Override
  public Sampler over(Dataset dataset) {
    return StoredSampler.over(
        dataset, settings, new MatchChoice(settings, batches, big -> new MomentCost(big)::first));
  }
}
