package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Triplets;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Signal-to-noise ratio loss: the difference between two embeddings is noise on the anchor's
 * signal; that of a negative should be the stronger by a margin.
 *
 * <p>With the unbiased variance over coordinates, {@code r(b) = var(x_a - x_b) / var(x_a)} (0 for
 * an anchor without variance): the mean of the strictly positive {@code [r(p) - r(n) + margin]₊} (0
 * if none), plus {@code regularization} times the mean over anchors of {@code |Σ coordinates of
 * x_a|}.
 *
 * <p>Yuan, Deng, Tang, Tang, Chen: Signal-to-Noise Ratio, CVPR 2019. Defaults: the S2SD repository,
 * which drops the regularisation for miners named distance (set it to 0 for that).
 *
 * @param margin by how much
 * @param regularization keeps the mean of an embedding's coordinates near 0
 */
public record SnrLoss(double margin, double regularization) implements TripletObjective {

  public static SnrLoss read(Section section) {
    return new SnrLoss(
        section.number("margin", Range.NOT_NEGATIVE),
        section.number("regularization", Range.NOT_NEGATIVE));
  }

  @Override
  public NDArray value(NDArray x, Triplets triplets, int[] labels) {
    NDArray anchors = triplets.vectors(x, 0); // (t, d)
    NDArray signal = Algebra.reciprocalOrZero(variances(anchors)); // (t)
    NDArray near = variances(anchors.sub(triplets.vectors(x, 1))).mul(signal); // (t)
    NDArray far = variances(anchors.sub(triplets.vectors(x, 2))).mul(signal); // (t)
    NDArray hinges = Algebra.positivePart(Algebra.plus(near.sub(far), margin));
    NDArray sums = anchors.sum(new int[] {1}).abs().mean();
    return Algebra.meanOfPositive(hinges).add(Algebra.times(sums, regularization));
  }

  /** The unbiased variance of each row, (t, d) to (t). */
  private static NDArray variances(NDArray x) {
    NDArray centred = x.sub(x.mean(new int[] {1}, true));
    double count = Math.max(1, x.getShape().get(1) - 1);
    return Algebra.times(centred.square().sum(new int[] {1}), 1 / count);
  }
}
