package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
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

/**
 * Smooth-AP: one minus the average precision of a batch's rows as queries among each other, in
 * whose ranks a sigmoid stands for the step from behind to ahead.
 *
 * <p>With cosines {@code s} and {@code G(x) = 1 / (1 + exp(-x / T))}, a positive p of query q has
 * the precision {@code (1 + Σ_{j in P, j≠p} G(s_qj - s_qp)) / (the same + Σ_{j in N} G(s_qj -
 * s_qp))}; the mean over a query's positives, then over all queries that have some; 0 if none has.
 * A query is not among its own positives. The memory is a few arrays of as many elements as there
 * are pairs of one class, times n.
 *
 * <p>Brown, Xie, Kalogeiton, Zisserman: Smooth-AP, ECCV 2020. Default: the paper's; its code counts
 * the query as one of its positives.
 *
 * @param temperature T: the smaller, the nearer to true ranks, and the fewer pairs have a gradient
 */
public record SmoothApLoss(double temperature) implements Objective {

  public static SmoothApLoss read(Section section) {
    return new SmoothApLoss(section.number("temperature", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = RowVectors.unit(Shapes.labelled(input)); // (n, d)
    return Ranking.of(RowVectors.products(x, x), input.labels())
        .map(ranking -> Loss.of(Algebra.plus(precision(ranking).neg(), 1)))
        .orElseGet(() -> Loss.of(Algebra.nothing(x)));
  }

  private NDArray precision(Ranking ranking) {
    NDArray ahead = Activation.sigmoid(Algebra.times(ranking.ahead(), 1 / temperature));
    return ranking.averagePrecision(ahead, ahead);
  }
}
