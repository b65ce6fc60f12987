package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The batches of a sampler that chooses by stored embeddings. While fewer examples are known than a
 * batch is made of, batches are drawn as {@link ClassRandom} draws them. An epoch has {@code
 * examples / batch-size} batches, rounded down, at least one.
 *
 * @param before what draws until enough embeddings are known
 * @param choice how a batch is chosen afterwards
 */
record StoredSampler(StorageSettings settings, ClassIndex index, Sampler before, BatchChoice choice)
    implements Sampler {

  static StoredSampler over(Dataset dataset, StorageSettings settings, BatchChoice choice) {
    if (Samplers.notEmpty(dataset).size() < settings.draws()) {
      throw new DatasetException(
          "sampler.batch-size: "
              + settings.batchSize()
              + " with "
              + settings.imagesPerClass()
              + " images per class is chosen of "
              + settings.draws()
              + " examples or more (expected: at most "
              + dataset.size()
              + ", as the split has)");
    }
    Sampler before = new ClassRandom(settings.batchSize(), settings.imagesPerClass()).over(dataset);
    return new StoredSampler(settings, new ClassIndex(dataset), before, choice);
  }

  @Override
  public List<int[]> epoch(Chance chance) {
    return before.epoch(chance);
  }

  @Override
  public List<int[]> epoch(Chance chance, EmbeddingStorage storage) {
    if (storage.seen() < Math.max(2, settings.draws())) {
      return epoch(chance);
    }
    Candidates candidates = Candidates.of(storage, index);
    // Each batch has a key of its own, so it does not matter who draws which.
    return IntStream.range(0, stepsPerEpoch())
        .parallel()
        .mapToObj(step -> choice.choose(candidates, chance.at(step).draws()))
        .toList();
  }

  @Override
  public boolean needsStorage() {
    return true;
  }

  @Override
  public boolean updatesStorage() {
    return settings.update();
  }

  @Override
  public int stepsPerEpoch() {
    return before.stepsPerEpoch();
  }
}
