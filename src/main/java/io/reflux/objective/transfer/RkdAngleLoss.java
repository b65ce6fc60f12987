package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.objective.GivenGradient;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.setting.Section;

/**
 * Relational distillation of angles: every three embeddings should form the angle that they form in
 * the teacher's space.
 *
 * <p>With {@code v_ij = (x_j - x_i) / |x_j - x_i|} (0 for identical rows) and {@code angle_ijk =
 * ⟨v_ij, v_ik⟩}: {@code 1/n³ Σ_ijk smoothL1(angle_student - angle_teacher)}; 0 for one row. The
 * work grows with n³ d; the memory doesn't: see {@link RkdAngles}.
 *
 * <p>Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019; as in the LabelRelaxation
 * repository, whose gradient of identical student rows explodes where ours is 0. It has no
 * settings.
 */
public record RkdAngleLoss() implements RowRelations {

  public static RkdAngleLoss read(Section section) {
    return new RkdAngleLoss();
  }

  @Override
  public Loss loss(LossInput input) {
    return RowRelations.compared(input, RkdAngleLoss::between);
  }

  private static NDArray between(NDArray x, NDArray teacher) {
    RkdAngles.Found found = Autograd.paused(() -> RkdAngles.of(x, teacher));
    return GivenGradient.of(x, found.value(), found.gradient());
  }
}
