package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.List;

/**
 * CosFace: classification by class directions, where the cosine of the own class counts as smaller
 * than it is.
 *
 * <p>With {@code c} the cosines of embedding and class vectors: the own class's {@code c} is
 * replaced by {@code c - margin}; softmax cross entropy of {@code scale · c}.
 *
 * <p>Wang, Wang, Zhou, Ji, Gong, Zhou, Li, Liu: CosFace, CVPR 2018 (AM-Softmax of Wang, Cheng, Liu,
 * Liu, the same year, is the same loss). Defaults: the paper's.
 *
 * @param margin by how much the own cosine has to be better
 * @param scale of the logits
 */
public record CosFaceLoss(double margin, double scale) implements Objective {

  public static CosFaceLoss read(Section section) {
    return new CosFaceLoss(
        section.number("margin", Range.NOT_NEGATIVE), section.number("scale", Range.POSITIVE));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return ClassVectors.uniform(dimensions, 1);
  }

  @Override
  public Needs needs() {
    return ClassVectors.NEEDS;
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray cosines = ClassVectors.cosines(input, 1); // (n, classes)
    NDArray shift = Algebra.times(Softmax.targets(cosines, input.labels()), margin);
    return Loss.of(Softmax.crossEntropy(Algebra.times(cosines.sub(shift), scale), input.labels()));
  }
}
