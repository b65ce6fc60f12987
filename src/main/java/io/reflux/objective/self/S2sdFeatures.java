package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.MapShapes;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * The features of {@link S2sdLoss}: where they come from, and how they are distilled themselves.
 *
 * @param aggregated true for average plus maximum over the places of a feature map, false for the
 *     network's pooled features
 * @param map the output that is the last feature map
 * @param distilled true if the student's similarities should be the features' too
 * @param weight of that term
 * @param delay steps before that term begins
 */
record S2sdFeatures(boolean aggregated, String map, boolean distilled, double weight, long delay) {

  static S2sdFeatures read(Section section) {
    return new S2sdFeatures(
        section.flag("pool-aggregation"),
        section.text("map"),
        section.flag("feature-distillation"),
        section.number("feature-weight", Range.NOT_NEGATIVE),
        section.wholeLong("feature-delay", Range.NOT_NEGATIVE));
  }

  /** The student's output they come from. */
  String output() {
    return aggregated ? map : LossInput.FEATURES;
  }

  /** How many there are. */
  long size(Dimensions dimensions) {
    return MapShapes.channels(output(), dimensions.student().get(output()));
  }

  /** The features of a batch, (n, f). */
  NDArray of(LossInput input) {
    NDArray raw = input.studentOutput(output());
    NDArray pooled = aggregated ? pooled(MapShapes.student(input, map)) : raw;
    Shapes.matrix("student." + output(), pooled);
    Shapes.sameRows("student." + output(), pooled, "student.embedding", input.embeddings());
    return pooled;
  }

  boolean distilledAt(long step) {
    return distilled && step >= delay;
  }

  private static NDArray pooled(NDArray x) {
    NDArray places = x.flatten(2, 3); // (n, c, h w)
    return places.mean(new int[] {2}).add(places.max(new int[] {2}));
  }
}
