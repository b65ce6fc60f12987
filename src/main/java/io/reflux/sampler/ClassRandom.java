package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of random classes, which may repeat, with several random images of each, which may repeat
 * too: the class-random sampler of S2SD and DiVA. An epoch has {@code examples / batch-size}
 * batches, rounded down, at least one.
 *
 * @param batchSize examples a batch; a multiple of {@code imagesPerClass}
 * @param imagesPerClass images drawn of a class at a time
 */
record ClassRandom(int batchSize, int imagesPerClass) implements SamplerRecipe {

  static ClassRandom read(Section section) {
    int batchSize = section.whole("batch-size", Range.atLeast(1));
    int imagesPerClass = section.whole("images-per-class", Range.atLeast(1));
    if (batchSize % imagesPerClass != 0) {
      section.refuse("images-per-class", "a divisor of batch-size, " + batchSize);
      return new ClassRandom(batchSize, 1);
    }
    return new ClassRandom(batchSize, imagesPerClass);
  }

  @Override
  public BatchRoom room() {
    return new BatchRoom(batchSize, batchSize / imagesPerClass, batchSize);
  }

  @Override
  public Sampler over(Dataset dataset) {
    return new Batches(this, new ClassIndex(dataset), Math.max(1, dataset.size() / batchSize));
  }

  private record Batches(ClassRandom recipe, ClassIndex index, int stepsPerEpoch)
      implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      List<int[]> batches = new ArrayList<>(stepsPerEpoch);
      for (int step = 0; step < stepsPerEpoch; step++) {
        Draws draws = chance.at(step).draws();
        int[] batch = new int[recipe.batchSize];
        for (int from = 0; from < batch.length; from += recipe.imagesPerClass) {
          int label = draws.nextInt(index.classes());
          index.draw(label, draws, true, batch, from, recipe.imagesPerClass);
        }
        batches.add(batch);
      }
      return batches;
    }
  }
}
