package io.reflux.sampler;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of several different classes with equally many images of each: the sampler of the
 * LabelRelaxation repository ({@code code/dataset/sampler.py}).
 *
 * <p>A batch draws {@code batch-size / images-per-class} classes (rounded down), all different,
 * then the images of each; an epoch has {@code examples / batch-size} batches (rounded down, at
 * least one). Every class is equally likely, however many images it has. The original draws the
 * images of a class with replacement; here that is a switch, off by default, and a class with fewer
 * images than asked for repeats them as evenly as it can.
 *
 * @param batchSize examples a batch; rounded down to whole classes
 * @param imagesPerClass images of each class in a batch
 * @param replacement whether one image may come twice although its class has others
 */
record ClassBalanced(int batchSize, int imagesPerClass, boolean replacement)
    implements SamplerRecipe {

  static ClassBalanced read(Section section) {
    int batchSize = section.whole("batch-size", Range.atLeast(1));
    int imagesPerClass = section.whole("images-per-class", Range.atLeast(1));
    if (imagesPerClass > batchSize) {
      section.refuse("images-per-class", "at most batch-size, " + batchSize);
    }
    return new ClassBalanced(batchSize, imagesPerClass, section.flag("replacement"));
  }

  @Override
  public BatchRoom room() {
    int classes = batchSize / imagesPerClass;
    return new BatchRoom(classes * imagesPerClass, classes, imagesPerClass);
  }

  @Override
  public Sampler over(Dataset dataset) {
    ClassIndex index = new ClassIndex(dataset);
    int classesPerBatch = batchSize / imagesPerClass;
    if (classesPerBatch > index.classes()) {
      throw new DatasetException(
          "sampler.batch-size: "
              + batchSize
              + " with "
              + imagesPerClass
              + " images per class needs "
              + classesPerBatch
              + " classes (expected: at most "
              + index.classes()
              + ", as the split has)");
    }
    return new Batches(this, index, Math.max(1, dataset.size() / batchSize));
  }

  private record Batches(ClassBalanced recipe, ClassIndex index, int stepsPerEpoch)
      implements Sampler {

    @Override
    public List<int[]> epoch(Chance chance) {
      int classesPerBatch = recipe.batchSize / recipe.imagesPerClass;
      List<int[]> batches = new ArrayList<>(stepsPerEpoch);
      int[] classes = java.util.stream.IntStream.range(0, index.classes()).toArray();
      for (int step = 0; step < stepsPerEpoch; step++) {
        Draws draws = chance.at(step).draws();
        int[] batch = new int[classesPerBatch * recipe.imagesPerClass];
        for (int c = 0; c < classesPerBatch; c++) {
          int pick = c + draws.nextInt(classes.length - c);
          int label = classes[pick];
          classes[pick] = classes[c];
          classes[c] = label;
          int from = c * recipe.imagesPerClass;
          index.draw(label, draws, recipe.replacement, batch, from, recipe.imagesPerClass);
        }
        batches.add(batch);
      }
      return batches;
    }
  }
}
