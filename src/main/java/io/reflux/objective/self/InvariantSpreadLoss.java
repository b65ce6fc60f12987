package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Invariant spread: a row should be told by its other view, and not be taken for any other row.
 *
 * <p>For n rows in two views, i' the other view of i, z the embeddings and z̄ the same without
 * gradient: {@code Q_ij = exp(⟨z_i, z̄_j⟩ / T) / Σ_{k≠i} exp(⟨z_i, z̄_k⟩ / T)}; the loss is {@code
 * -1/n Σ_i [log Q_ii' + Σ_{j≠i,i'} log(1 - Q_ij)]}.
 *
 * <p>Ye, Zhang, Yuen, Chang: Unsupervised Embedding Learning via Invariant and Spreading Instance
 * Feature, CVPR 2019. Default: the DiVA repository.
 *
 * @param temperature T
 */
public record InvariantSpreadLoss(double temperature) implements Objective {

  public static InvariantSpreadLoss read(Section section) {
    return new InvariantSpreadLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.ofViews(2, BatchNeeds.rows(4));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray z = Shapes.embeddings(input); // (n, d)
    if (input.views() != 2) {
      throw new IllegalArgumentException("views: " + input.views() + " (expected: 2)");
    }
    NDArray scores =
        Algebra.times(RowVectors.products(z, z.stopGradient()), 1 / temperature); // (n, n)
    NDArray partners = Pairs.sameExample(scores, 2); // (n, n)
    NDArray others = Pairs.offDiagonal(scores);
    NDArray open = Algebra.where(Algebra.positive(others), scores, Double.NEGATIVE_INFINITY);
    NDArray logs = open.logSoftmax(1); // (n, n), -inf on the diagonal
    NDArray own = Algebra.where(Algebra.positive(partners), logs, 0).sum();
    NDArray strangers = others.sub(partners); // (n, n)
    double least = z.getDataType() == DataType.FLOAT64 ? 1e-15 : 1e-7;
    NDArray rest = Algebra.atLeast(Algebra.plus(open.softmax(1).neg(), 1), least).log();
    NDArray sum = own.add(rest.mul(strangers).sum());
    return Loss.of(Algebra.times(sum, -1.0 / z.getShape().get(0)));
  }
}
