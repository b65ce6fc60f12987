package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.PairwiseDistances;
import io.reflux.setting.Section;

/**
 * Relational distillation of distances: the student's distances, in units of their mean, should be
 * the teacher's in units of theirs.
 *
 * <p>With {@code A} the distances divided by the mean of those off the diagonal: {@code 1/n² Σ_ij
 * smoothL1(A_student - A_teacher)}; 0 for one row. The gradient flows through the student's mean.
 *
 * <p>Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019; as in the LabelRelaxation
 * repository. It has no settings.
 */
public record RkdDistanceLoss() implements RowRelations {

  public static RkdDistanceLoss read(Section section) {
    return new RkdDistanceLoss();
  }

  @Override
  public Loss loss(LossInput input) {
    return RowRelations.compared(
        input, (x, teacher) -> Algebra.smoothL1(relative(x).sub(relative(teacher))).mean());
  }

  /** The distances in units of their mean, (n, n). */
  private static NDArray relative(NDArray x) {
    NDArray distances = PairwiseDistances.floored(x); // (n, n)
    long n = distances.getShape().get(0);
    return distances.div(Algebra.times(distances.sum(), 1.0 / (n * (n - 1))));
  }
}
