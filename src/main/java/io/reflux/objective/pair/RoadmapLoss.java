package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
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
import java.util.Map;

/**
 * ROADMAP: an upper bound of one minus the average precision of a batch's rows as queries among
 * each other, and a calibration that makes precisions of batches add up to that of a whole split.
 *
 * <p>With cosines {@code s} and {@code t = s_qj - s_qp}, a positive p of query q has the precision
 * {@code R / (R + Σ_{j in N} H(t))} with {@code R = 1 + } the number of other positives with {@code
 * t >= 0} (without gradient) and {@code H(t) = 1 / (1 + exp(-min(t, delta) / T)) + 0.5 [t >= 0] +
 * rho [t - delta]₊}; SupAP is one minus the mean over a query's positives, then over queries that
 * have some. Calibration is the mean over rows of the mean of {@code [alpha - s]₊} over positives
 * plus that of {@code [s - beta]₊} over negatives. The loss is {@code (1 - lambda) SupAP + lambda
 * calibration}. The memory is that of {@link SmoothApLoss}.
 *
 * <p>Ramzi, Thome, Rambour, Audebert, Bitot: Robust and Decomposable Average Precision for Image
 * Retrieval, NeurIPS 2021. Defaults: the paper's.
 *
 * @param temperature T: how sharp the step is
 * @param rho the slope beyond delta
 * @param delta where the slope becomes constant
 * @param alpha a similarity that is high enough for a positive
 * @param beta a similarity that is low enough for a negative
 * @param lambda the share of calibration
 */
public record RoadmapLoss(
    double temperature, double rho, double delta, double alpha, double beta, double lambda)
    implements Objective {

  public static RoadmapLoss read(Section section) {
    return new RoadmapLoss(
        section.number("temperature", Range.POSITIVE),
        section.number("rho", Range.NOT_NEGATIVE),
        section.number("delta", Range.NOT_NEGATIVE),
        section.number("alpha", Range.ANY),
        section.number("beta", Range.ANY),
        section.number("lambda", Range.FRACTION));
  }

  @Override
  public Needs needs() {
    return Needs.LABELS.and(Needs.of(lambda > 0 ? BatchNeeds.rows(2) : BatchNeeds.TRIPLET));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = RowVectors.unit(Shapes.labelled(input)); // (n, d)
    NDArray s = RowVectors.products(x, x); // (n, n)
    NDArray ranks =
        Ranking.of(s, input.labels())
            .map(this::missingPrecision)
            .orElseGet(() -> Algebra.nothing(x));
    NDArray calibration = calibration(s, input.labels());
    NDArray sum = Algebra.times(ranks, 1 - lambda).add(Algebra.times(calibration, lambda));
    return Loss.of(sum, Map.of("sup-ap", ranks, "calibration", calibration));
  }

  private NDArray missingPrecision(Ranking ranking) {
    NDArray ahead = ranking.ahead(); // (pairs, n)
    NDArray step = Algebra.weights(ahead.gte(0), ahead); // (pairs, n)
    NDArray limited = Algebra.atLeast(ahead.neg(), -delta).neg();
    NDArray smooth = Activation.sigmoid(Algebra.times(limited, 1 / temperature));
    NDArray slope = Algebra.times(Algebra.positivePart(Algebra.plus(ahead, -delta)), rho);
    NDArray above = smooth.add(Algebra.times(step, 0.5)).add(slope); // (pairs, n)
    return Algebra.plus(ranking.averagePrecision(step, above).neg(), 1);
  }

  private NDArray calibration(NDArray s, int[] labels) {
    NDArray same = Algebra.weights(Pairs.sameClass(s.getManager(), labels), s); // (n, n)
    NDArray far = Algebra.positivePart(Algebra.plus(s.neg(), alpha));
    NDArray near = Algebra.positivePart(Algebra.plus(s, -beta));
    return rowMeans(far, same.mul(Pairs.offDiagonal(s)))
        .add(rowMeans(near, Algebra.plus(same.neg(), 1)))
        .mean();
  }

  /** The mean of what a mask of ones and zeros keeps of each row, 0 if it keeps nothing. (n) */
  private static NDArray rowMeans(NDArray x, NDArray weights) {
    int[] row = {1};
    return x.mul(weights).sum(row).div(Algebra.atLeast(weights.sum(row), 1));
  }
}
