package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every example once an epoch, in random order.
 *
 * @param batchSize examples a batch
 * @param dropLast whether the examples that do not fill a last batch are left out of the epoch
 */
record Shuffled(int batchSize, boolean dropLast) implements SamplerRecipe {

  static Shuffled read(Section section) {
    return new Shuffled(section.whole("batch-size", Range.atLeast(1)), section.flag("drop-last"));
  }

  @Override
  public Sampler over(Dataset dataset) {
    int size = Samplers.notEmpty(dataset).size();
    int steps = dropLast ? size / batchSize : (size + batchSize - 1) / batchSize;
    if (steps == 0) {
      throw new DatasetException(
          "sampler.batch-size: "
              + batchSize
              + " (expected: at most "
              + size
              + ", as the split has examples and drop-last is on)");
    }
    return new Batches(batchSize, size, steps);
  }

  @Override
  public int least(int size) {
    return dropLast || size % batchSize == 0 ? batchSize : size % batchSize;
  }

  private record Batches(int batchSize, int size, int stepsPerEpoch) implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      int[] order = IntStream.range(0, size).toArray();
      chance.draws().shuffle(order);
      List<int[]> batches = new ArrayList<>(stepsPerEpoch);
      for (int step = 0; step < stepsPerEpoch; step++) {
        int from = step * batchSize;
        batches.add(Arrays.copyOfRange(order, from, Math.min(size, from + batchSize)));
      }
      return batches;
    }
  }
}
