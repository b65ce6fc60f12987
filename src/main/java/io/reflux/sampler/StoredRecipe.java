package io.reflux.sampler;

import io.reflux.dataset.Dataset;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Batches chosen by stored embeddings.
 *
 * @param choice how one is chosen
 */
record StoredRecipe(StorageSettings settings, BatchChoice choice) implements SamplerRecipe {

  /** Around the examples that {@code coreset} picks of a bigger batch. */
  static StoredRecipe around(Section section, CoresetChoice.Coreset coreset) {
    StorageSettings settings = StorageSettings.read(section);
    return new StoredRecipe(settings, new CoresetChoice(settings, coreset));
  }

  /** The one of several that is most like a bigger batch. */
  static StoredRecipe matching(Section section, MatchChoice.Likeness likeness) {
    StorageSettings settings = StorageSettings.read(section);
    int batches = section.whole("batches", Range.atLeast(1));
    return new StoredRecipe(settings, new MatchChoice(settings, batches, likeness));
  }

  @Override
  public int batchSize() {
    return settings.batchSize();
  }

  @Override
  public BatchRoom room() {
    return new BatchRoom(batchSize(), settings.draws(), batchSize());
  }

  @Override
  public Sampler over(Dataset dataset) {
    return StoredSampler.over(dataset, settings, choice);
  }
}
