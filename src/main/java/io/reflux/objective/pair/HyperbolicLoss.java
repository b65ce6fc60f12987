package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Pairs;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Hyperbolic loss: supervised contrast of distances in the Poincaré ball, into which embeddings are
 * mapped; what is general lies near its centre.
 *
 * <p>An embedding x, cut to length {@code clip} at most, becomes {@code h = tanh(√c |x|) x / (√c
 * |x|)}; {@code D = arcosh(1 + 2c |h - h'|² / ((1 - c|h|²)(1 - c|h'|²))) / √c}. For each row with
 * others P of its class: {@code -1/|P| Σ_P log(exp(-D_ip / T) / Σ_{a≠i} exp(-D_ia / T))}; the mean
 * over these rows, 0 if there is none. The network must not end in {@code l2-norm}. Evaluation
 * compares the embeddings as they are, in the tangent space at the centre.
 *
 * <p>Ermolov, Mirvakhabova, Khrulkov, Sebe, Oseledets: Hyperbolic Vision Transformers, CVPR 2022.
 * Defaults: the paper's.
 *
 * @param curvature c
 * @param clip the greatest length of an embedding that counts
 * @param temperature T
 */
public record HyperbolicLoss(double curvature, double clip, double temperature)
    implements Objective {

  public static HyperbolicLoss read(Section section) {
    return new HyperbolicLoss(
        section.number("curvature", Range.POSITIVE),
        section.number("clip", Range.POSITIVE),
        section.number("temperature", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(new BatchNeeds(3, 1, 2));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray h = ball(Shapes.labelled(input)); // (n, d)
    NDArray room = // (n, 1)
        Algebra.plus(Algebra.times(h.square().sum(new int[] {1}, true), -curvature), 1);
    NDArray squares = Algebra.times(PairwiseDistances.squared(h), 2 * curvature); // (n, n)
    NDArray excess = squares.div(room.mul(room.transpose())); // (n, n)
    NDArray root = Algebra.rootOrZero(excess.square().add(Algebra.times(excess, 2)), 0);
    NDArray distances = // arcosh(1 + excess), in units of 1 / √c
        Algebra.plus(excess.add(root), 1).log();
    NDArray scores = Algebra.times(distances, -1 / (temperature * Math.sqrt(curvature)));
    NDArray others = Pairs.offDiagonal(scores).gt(0);
    NDArray own = Pairs.sameClass(h.getManager(), input.labels()).logicalAnd(others);
    return Loss.of(Softmax.contrast(scores, own));
  }

  /** The rows in the ball; a zero row lies at its centre, with a gradient of zero. */
  private NDArray ball(NDArray x) {
    double root = Math.sqrt(curvature);
    NDArray lengths = Algebra.atLeast(RowVectors.lengths(x, true).neg(), -clip).neg(); // (n, 1)
    NDArray radii = Algebra.times(Algebra.times(lengths, root).tanh(), 1 / root);
    return RowVectors.unit(x).mul(radii);
  }
}
