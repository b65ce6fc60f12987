package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.RowVectors;
import io.reflux.setting.Section;

/**
 * Relational distillation of angles: every three embeddings should form the angle that they form in
 * the teacher's space.
 *
 * <p>With {@code v_ij = (x_j - x_i) / |x_j - x_i|} (0 for identical rows) and {@code angle_ijk =
 * ⟨v_ij, v_ik⟩}: {@code 1/n³ Σ_ijk smoothL1(angle_student - angle_teacher)}. The work grows with n³
 * d; the memory is about three arrays of n² d elements and ten of n³ (180 MB in float32 at n = 128,
 * d = 512).
 *
 * <p>Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019; as in the LabelRelaxation
 * repository, whose gradient of identical student rows explodes where ours is 0. It has no
 * settings.
 */
public record RkdAngleLoss() implements RelationalObjective {

  public static RkdAngleLoss read(Section section) {
    return new RkdAngleLoss();
  }

  /**
   * Cosines of the angles at i between j and k, (n, d) to (n, n, n). The differences are taken
   * before they are multiplied: from inner products of the rows themselves, what is left of a small
   * difference in float32 would be rounding error. The products are divided by the lengths, not the
   * differences, since there are fewer of them.
   */
  @Override
  public NDArray relations(NDArray x) {
    NDArray differences = x.expandDims(0).sub(x.expandDims(1)); // (n, n, d): x_j - x_i
    NDArray products = differences.batchMatMul(differences.transpose(0, 2, 1)); // (n, n, n)
    NDArray self = x.getManager().eye((int) x.getShape().get(0)).toType(x.getDataType(), false);
    NDArray squares = products.mul(self).sum(new int[] {2}); // (n, n): |x_j - x_i|²
    NDArray inverse = RowVectors.inverseOfRoots(squares);
    return products.mul(inverse.expandDims(2)).mul(inverse.expandDims(1));
  }
}
