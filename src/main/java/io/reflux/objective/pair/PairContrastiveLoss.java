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
 * Contrastive loss over all pairs of the batch, on the unit sphere: pairs of one class are pulled
 * together, the others pushed apart up to a margin.
 *
 * <p>The mean of the strictly positive {@code [d - positive-margin]₊} over the pairs of one class
 * plus that of {@code [negative-margin - d]₊} over the others; each 0 if there is none. {@code
 * contrastive} is the other form, over mined triplets.
 *
 * <p>Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006;
 * as in pytorch-metric-learning. Defaults: the LabelRelaxation repository.
 *
 * @param positiveMargin a distance that is near enough
 * @param negativeMargin a distance that is far enough
 */
public record PairContrastiveLoss(double positiveMargin, double negativeMargin)
    implements Objective {

  public static PairContrastiveLoss read(Section section) {
    return new PairContrastiveLoss(
        section.number("positive-margin", Range.NOT_NEGATIVE),
        section.number("negative-margin", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.ofClasses(2, BatchNeeds.rows(2));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray distances = PairwiseDistances.plain(RowVectors.unit(x)); // (n, n)
    NDArray same = Pairs.sameClass(x.getManager(), input.labels());
    NDArray near = Algebra.weights(same, x).mul(Pairs.offDiagonal(distances)); // (n, n)
    NDArray far = Algebra.weights(same.logicalNot(), x); // (n, n)
    NDArray pulled = Algebra.positivePart(Algebra.plus(distances, -positiveMargin)).mul(near);
    NDArray pushed = Algebra.positivePart(Algebra.plus(distances.neg(), negativeMargin)).mul(far);
    return Loss.of(Algebra.meanOfPositive(pulled).add(Algebra.meanOfPositive(pushed)));
  }
}
