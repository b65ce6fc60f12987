package io.reflux.batch;

import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.wire.PlannedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Which examples make one batch, and by which randomness they are viewed. With {@code views} views
 * of {@code n} examples, row {@code i + k * n} is view {@code k} of example {@code i}.
 *
 * @param epoch the epoch, from 0
 * @param viewEpoch the epoch that the views' randomness is taken from: {@code epoch} itself, or
 *     {@code epoch % period} where views repeat
 * @param step the step within the epoch, from 0
 * @param globalStep the step within the task, from 0
 * @param exampleIds the examples, by their index in the split; treated as read-only
 * @param draws how often each was drawn before in the same epoch, in this batch or an earlier one:
 *     one that is drawn again has views of its own; treated as read-only
 * @param labels the class of each example; treated as read-only
 * @param views how many views of each example
 * @param mixed whether each image is mixed with another of the batch
 * @param chance the key that views are drawn from: the task's, the same in every plan
 * @param rate what the schedule's learning rates are multiplied by in this step
 */
public record BatchPlan(
    int epoch,
    int viewEpoch,
    int step,
    long globalStep,
    int[] exampleIds,
    int[] draws,
    int[] labels,
    int views,
    boolean mixed,
    Chance chance,
    double rate) {

  /** A plan of examples that haven't been drawn before, at the schedule's own rates. */
  public BatchPlan(
      int epoch,
      int viewEpoch,
      int step,
      long globalStep,
      int[] exampleIds,
      int[] labels,
      int views,
      Chance chance) {
    this(
        epoch,
        viewEpoch,
        step,
        globalStep,
        exampleIds,
        new int[exampleIds.length],
        labels,
        views,
        false,
        chance,
        1);
  }

  /** The same plan at other rates. */
  public BatchPlan at(double otherRate) {
    return new BatchPlan(
        epoch,
        viewEpoch,
        step,
        globalStep,
        exampleIds,
        draws,
        labels,
        views,
        mixed,
        chance,
        otherRate);
  }

  /** How many rows the batch has if every example can be read. */
  public int rows() {
    return exampleIds.length * views;
  }

  /**
   * The key of one view of one example.
   *
   * @param draw how often the example was drawn before in the epoch
   */
  public Chance chanceOf(int exampleId, int draw, int view) {
    return chanceOf(chance, new PlannedImage(exampleId, draw, view, viewEpoch));
  }

  /** The key of an image of a task's plans, of the key that its views are drawn from. */
  static Chance chanceOf(Chance task, PlannedImage image) {
    Chance first = task.at("view").at(image.epoch()).at(image.example()).at(image.view());
    return image.draw() == 0 ? first : first.at("again").at(image.draw());
  }

  /** Plans that visit a whole split once, in its order, with one view of each example. */
  public static List<BatchPlan> inOrder(Dataset dataset, int batchSize) {
    List<BatchPlan> plans = new ArrayList<>();
    for (int from = 0; from < dataset.size(); from += batchSize) {
      int[] ids = new int[Math.min(batchSize, dataset.size() - from)];
      int[] labels = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = from + i;
        labels[i] = dataset.label(from + i);
      }
      int step = plans.size();
      plans.add(new BatchPlan(0, 0, step, step, ids, labels, 1, Chance.of(0)));
    }
    return plans;
  }
}
