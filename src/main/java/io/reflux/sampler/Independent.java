package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Every example of a batch drawn from the whole split, independently of all others: the random
 * sampler of DiVA.
 *
 * @param batchSize examples a batch
 */
record Independent(int batchSize) implements SamplerRecipe {

  static Independent read(Section section) {
    return new Independent(section.whole("batch-size", Range.atLeast(1)));
  }

  @Override
  public Sampler over(Dataset dataset) {
    return new Batches(batchSize, dataset.size(), Math.max(1, dataset.size() / batchSize));
  }

  private record Batches(int batchSize, int size, int stepsPerEpoch) implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      List<int[]> batches = new ArrayList<>(stepsPerEpoch);
      for (int step = 0; step < stepsPerEpoch; step++) {
        Draws draws = chance.at(step).draws();
        int[] batch = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
          batch[i] = draws.nextInt(size);
        }
        batches.add(batch);
      }
      return batches;
    }
  }
}
