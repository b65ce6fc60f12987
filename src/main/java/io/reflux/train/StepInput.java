package io.reflux.train;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import java.util.List;
import java.util.Map;

/**
 * What one step is taken on. Rows are view after view: with n examples, row {@code i + k n} is view
 * k of example i.
 *
 * @param images what the program takes: uint8 pixels (rows, side, side, 3), or numbers
 * @param labels the class of each row
 * @param exampleIds the example of each row
 * @param views how many views there are
 * @param step the step within the task, from 0
 * @param teacher the teacher's outputs by name, view after view
 * @param taught the views that the teacher's rows are about
 */
public record StepInput(
    HostTensor images,
    int[] labels,
    int[] exampleIds,
    int views,
    long step,
    Map<String, HostTensor> teacher,
    List<Integer> taught) {

  static StepInput of(TaughtBatch batch) {
    PixelBatch pixels = batch.pixels();
    long side = pixels.side();
    long[] shape = {pixels.rows(), side, side, 3};
    return new StepInput(
        new HostTensor(ElementType.UINT8, shape, pixels.pixels()),
        pixels.labels(),
        pixels.exampleIds(),
        pixels.plan().views(),
        pixels.plan().globalStep(),
        batch.teacher(),
        batch.views());
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
