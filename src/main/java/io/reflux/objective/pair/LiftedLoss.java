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
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Lifted structure loss: all positives of an anchor against all its negatives.
 *
 * <p>With {@code d(a,b) = |x_a - x_b + 1e-6|} (added to every coordinate), the mean over the
 * anchors that have a positive of {@code [log Σ_p exp d(a,p) + log Σ_n exp(negative-margin -
 * d(a,n))]₊}, plus {@code l2-weight} times the mean length of all embeddings. An anchor without
 * negatives gives 0. All pairs of the batch take part, as with the repository's miner.
 *
 * <p>Oh Song, Xiang, Jegelka, Savarese: Deep Metric Learning via Lifted Structured Feature
 * Embedding, CVPR 2016 (which squares the hinge). Defaults: the S2SD repository.
 *
 * @param negativeMargin a distance that is far enough
 * @param l2Weight keeps embeddings short
 */
public record LiftedLoss(double negativeMargin, double l2Weight) implements Objective {
  private static final double OFFSET = 1e-6;

  public static LiftedLoss read(Section section) {
    return new LiftedLoss(
        section.number("negative-margin", Range.POSITIVE),
        section.number("l2-weight", Range.NOT_NEGATIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray distances = distances(x); // (n, n)
    NDArray same = Pairs.sameClass(x.getManager(), input.labels());
    NDArray positive = same.logicalAnd(Algebra.positive(Pairs.offDiagonal(distances)));
    NDArray negative = same.logicalNot();
    NDArray near = Algebra.logSumExp(distances, positive); // (n)
    NDArray far = Algebra.logSumExp(Algebra.plus(distances.neg(), negativeMargin), negative);
    NDArray anchors = some(positive, x); // (n)
    NDArray hinges = Algebra.positivePart(near.add(far)).mul(some(negative, x)); // (n)
    NDArray lengths = Algebra.times(RowVectors.lengths(x, false).mean(), l2Weight);
    return Loss.of(Algebra.meanOf(hinges, anchors).add(lengths));
  }

  private static NDArray some(NDArray mask, NDArray like) {
    return Algebra.weights(Algebra.positive(Algebra.weights(mask, like).sum(new int[] {1})), like);
  }

  /** |x_i - x_j + offset|² = |x_i - x_j|² + 2 offset Σ (x_i - x_j) + d offset². (n, n) */
  private static NDArray distances(NDArray x) {
    NDArray sums = x.sum(new int[] {1}, true); // (n, 1)
    NDArray skew = Algebra.times(sums.sub(sums.transpose()), 2 * OFFSET);
    double least = OFFSET * OFFSET * x.getShape().get(1);
    return Algebra.rootOrZero(Algebra.plus(PairwiseDistances.squared(x).add(skew), least), 0);
  }
}
