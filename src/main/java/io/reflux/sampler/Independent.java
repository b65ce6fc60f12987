package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Every example of a batch drawn independently of all others: the random samplers of DiVA and S2SD.
 * An epoch has {@code examples / batch-size} batches, rounded down, at least one.
 *
 * @param batchSize examples a batch
 * @param evenClasses whether a class is drawn first, then one of its images, as the originals do;
 *     if not, all examples are equally likely
 * @param pair whether the last example of a batch is of the class of one before it (S2SD), so that
 *     there is a positive pair
 */
record Independent(int batchSize, boolean evenClasses, boolean pair) implements SamplerRecipe {

  static Independent read(Section section) {
    return new Independent(
        section.whole("batch-size", Range.atLeast(1)),
        section.flag("even-classes"),
        section.flag("pair"));
  }

  @Override
  public Sampler over(Dataset dataset) {
    return new Batches(
        this, new ClassIndex(dataset), dataset.size(), Math.max(1, dataset.size() / batchSize));
  }

  private record Batches(Independent recipe, ClassIndex index, int size, int stepsPerEpoch)
      implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      List<int[]> batches = new ArrayList<>(stepsPerEpoch);
      for (int step = 0; step < stepsPerEpoch; step++) {
        Draws draws = chance.at(step).draws();
        int[] batch = new int[recipe.batchSize];
        for (int i = 0; i < recipe.batchSize; i++) {
          boolean last = i > 0 && i == recipe.batchSize - 1;
          batch[i] = recipe.pair && last ? likeOneOf(batch, i, draws) : any(draws);
        }
        batches.add(batch);
      }
      return batches;
    }

    private int any(Draws draws) {
      return recipe.evenClasses
          ? oneOf(index.of(draws.nextInt(index.classes())), draws)
          : draws.nextInt(size);
    }

    private int likeOneOf(int[] batch, int count, Draws draws) {
      return oneOf(index.of(index.label(batch[draws.nextInt(count)])), draws);
    }

    private static int oneOf(int[] pool, Draws draws) {
      return pool[draws.nextInt(pool.length)];
    }
  }
}
