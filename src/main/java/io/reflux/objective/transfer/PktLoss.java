package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Set;

/**
 * Probabilistic knowledge transfer: the chance that one embedding picks another as its neighbour
 * should be the teacher's.
 *
 * <p>With {@code C} the cosines, {@code P = (C + 1) / 2} and each row divided by its sum: {@code
 * 1/n² Σ_ij P_teacher log((P_teacher + eps) / (P_student + eps))}: a mean over all pairs, not a
 * divergence a row.
 *
 * <p>Passalis, Tefas: Learning Deep Representations with Probabilistic Knowledge Transfer, ECCV
 * 2018; as in the LabelRelaxation repository, whose default this is and where a zero student row
 * gives NaN; here its gradient is 0.
 *
 * @param eps keeps quotients finite
 */
public record PktLoss(double eps) implements Objective {

  public static PktLoss read(Section section) {
    return new PktLoss(section.number("eps", Range.POSITIVE));
  }

  @Override
  public Set<String> teacherOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.rows(2));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray student = probabilities(Shapes.embeddings(input)); // (n, n)
    NDArray teacher = probabilities(Shapes.teacher(input)); // (n, n)
    NDArray quotient = Algebra.plus(teacher, eps).div(Algebra.plus(student, eps));
    return Loss.of(teacher.mul(quotient.log()).mean());
  }

  private NDArray probabilities(NDArray x) {
    NDArray rows = x.div(Algebra.plus(RowVectors.lengths(x, true), eps)); // (n, d)
    NDArray cosines = Algebra.atLeast(RowVectors.products(rows, rows), -1); // (n, n)
    NDArray shares = Algebra.times(Algebra.plus(cosines, 1), 0.5);
    return shares.div(shares.sum(new int[] {1}, true));
  }
}
