package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Triplets;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Contrastive loss over mined triplets: positives are pulled within a margin, negatives pushed
 * beyond one.
 *
 * <p>With {@code d(a,b) = |x_a - x_b + 1e-6|} (added to every coordinate): the mean over triplets
 * of {@code [d(a,p) - positive-margin]₊} plus that of {@code [negative-margin - d(a,n)]₊}. {@code
 * pair-contrastive} is the other form, over all pairs.
 *
 * <p>Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006.
 * Defaults: the S2SD repository.
 *
 * @param positiveMargin a distance that is near enough
 * @param negativeMargin a distance that is far enough
 */
public record ContrastiveLoss(double positiveMargin, double negativeMargin)
    implements TripletObjective {
  private static final double OFFSET = 1e-6;

  public static ContrastiveLoss read(Section section) {
    return new ContrastiveLoss(
        section.number("positive-margin", Range.NOT_NEGATIVE),
        section.number("negative-margin", Range.POSITIVE));
  }

  @Override
  public NDArray value(NDArray x, Triplets triplets, int[] labels) {
    NDArray anchors = triplets.vectors(x, 0); // (t, d)
    NDArray near = distances(anchors, triplets.vectors(x, 1)); // (t)
    NDArray far = distances(anchors, triplets.vectors(x, 2)); // (t)
    NDArray pulled = Algebra.positivePart(Algebra.plus(near, -positiveMargin)).mean();
    NDArray pushed = Algebra.positivePart(Algebra.plus(far.neg(), negativeMargin)).mean();
    return pulled.add(pushed);
  }

  private static NDArray distances(NDArray x, NDArray y) {
    return RowVectors.lengths(Algebra.plus(x.sub(y), OFFSET), false);
  }
}
