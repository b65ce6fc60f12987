package io.reflux.train;

import io.reflux.batch.PixelBatch;
import io.reflux.batch.ViewGroup;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import java.util.List;
import java.util.Map;

/**
 * What one step is taken on. Rows are view after view: with n examples, row {@code i + k n} is view
 * k of example i.
 *
 * @param images the images of all views, those of each side apart
 * @param labels the class of each row
 * @param exampleIds the example of each row
 * @param views how many views there are
 * @param step the step within the task, from 0
 * @param teacher the teacher's outputs by name, view after view
 * @param taught the views that the teacher's rows are about
 * @param rate what the schedule's learning rates are multiplied by
 */
public record StepInput(
    List<ViewImages> images,
    int[] labels,
    int[] exampleIds,
    int views,
    long step,
    Map<String, HostTensor> teacher,
    List<Integer> taught,
    double rate) {

  /** Copies the list of images. */
  public StepInput {
    images = List.copyOf(images);
  }

  static StepInput of(TaughtBatch batch) {
    PixelBatch pixels = batch.pixels();
    return new StepInput(
        pixels.groups().stream().map(group -> images(pixels, group)).toList(),
        pixels.labels(),
        pixels.exampleIds(),
        pixels.plan().views(),
        pixels.plan().globalStep(),
        batch.teacher(),
        batch.views(),
        pixels.plan().rate());
  }

  private static ViewImages images(PixelBatch pixels, ViewGroup group) {
    long rows = (long) pixels.examples() * group.views().size();
    long[] shape = {rows, group.side(), group.side(), 3};
    return new ViewImages(
        group.views(), new HostTensor(ElementType.UINT8, shape, pixels.pixels(group)));
  }

  /** How many examples there are. */
  int examples() {
    return labels.length / views;
  }

  /** The entries of the given views, view after view. */
  int[] ofViews(int[] all, List<Integer> wanted) {
    int[] picked = new int[wanted.size() * examples()];
    for (int k = 0; k < wanted.size(); k++) {
      System.arraycopy(all, wanted.get(k) * examples(), picked, k * examples(), examples());
    }
    return picked;
  }
}
