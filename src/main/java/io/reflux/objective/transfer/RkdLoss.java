package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Map;

/**
 * Relational knowledge distillation: distances and angles together.
 *
 * <p>{@code distance-weight ·} {@link RkdDistanceLoss} {@code + angle-weight ·} {@link
 * RkdAngleLoss}. The parts {@code distance} and {@code angle} are unweighted.
 *
 * <p>Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019. Defaults: the
 * LabelRelaxation repository.
 *
 * @param distanceWeight the weight of the distances
 * @param angleWeight the weight of the angles
 */
public record RkdLoss(double distanceWeight, double angleWeight) implements RowRelations {

  public static RkdLoss read(Section section) {
    return new RkdLoss(
        section.number("distance-weight", Range.NOT_NEGATIVE),
        section.number("angle-weight", Range.NOT_NEGATIVE));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray distance = new RkdDistanceLoss().loss(input).value();
    NDArray angle = new RkdAngleLoss().loss(input).value();
    NDArray sum = Algebra.times(distance, distanceWeight).add(Algebra.times(angle, angleWeight));
    return Loss.of(sum, Map.of("distance", distance, "angle", angle));
  }
}
