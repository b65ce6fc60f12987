package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import io.reflux.setting.Section;
import java.util.Set;

/**
 * Relational distillation of angles: every three embeddings should form the angle that they form in
 * the teacher's space.
 *
 * <p>With {@code v_ij = (x_j - x_i) / |x_j - x_i|} (0 for identical rows) and {@code angle_ijk =
 * ⟨v_ij, v_ik⟩}: {@code 1/n³ Σ_ijk smoothL1(angle_student - angle_teacher)}. The angles come from
 * inner products of rows, so the work is cubic in the batch but not multiplied by the embedding
 * size; the memory is about ten arrays of n³ elements (80 MB in float32 at n = 128).
 *
 * <p>Park, Kim, Lu, Cho: Relational Knowledge Distillation, CVPR 2019; as in the LabelRelaxation
 * repository, whose gradient of identical student rows explodes where ours is 0. It has no
 * settings.
 */
public record RkdAngleLoss() implements Objective {

  static RkdAngleLoss read(Section section) {
    return new RkdAngleLoss();
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.embeddings(input); // (n, d)
    NDArray teacher = Shapes.teacher(input); // (n, d')
    NDArray difference = angles(x).sub(angles(teacher)); // (n, n, n)
    return Loss.of(Algebra.smoothL1(difference).mean());
  }

  /** Cosines of the angles at i between j and k, (n, d) to (n, n, n). */
  private static NDArray angles(NDArray x) {
    NDArray centred = Distances.centred(x); // (n, d)
    NDArray inner = Rows.products(centred, centred); // (n, n)
    NDArray norms = inner.diagonal(); // (n)
    NDArray inverse = Algebra.reciprocalOrZero(Distances.plain(x)); // (n, n)
    // ⟨x_j - x_i, x_k - x_i⟩ = x_j x_k - x_i x_j - x_i x_k + x_i x_i, each divided by both lengths
    NDArray far = inner.sub(Algebra.times(norms.expandDims(1), 0.5)); // (i, j): x_i x_j - x_i²/2
    NDArray corner = inner.expandDims(0).sub(far.expandDims(2)).sub(far.expandDims(1));
    return corner.mul(inverse.expandDims(2)).mul(inverse.expandDims(1)); // (n, n, n)
  }
}
