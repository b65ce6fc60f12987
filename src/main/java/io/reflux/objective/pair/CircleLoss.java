package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
 * Circle loss: all similarities of an anchor are compared at once, and each counts by how far it is
 * from where it should be.
 *
 * <p>With cosines {@code s}, for each anchor {@code log(1 + Σ_negatives exp(scale · [s + margin]₊
 * (s - margin)) · Σ_positives exp(-scale · [1 + margin - s]₊ (s - 1 + margin)))}, the brackets
 * without gradient; the mean over the anchors that have both kinds, 0 if there is none.
 *
 * <p>Sun, Cheng, Zhang, Zhang, Zheng, Wang, Wei: Circle Loss, CVPR 2020. Defaults: the paper's for
 * fine-grained retrieval.
 *
 * @param margin how far from 1 and 0 similarities may be
 * @param scale of the similarities
 */
public record CircleLoss(double margin, double scale) implements Objective {

  public static CircleLoss read(Section section) {
    return new CircleLoss(
        section.number("margin", Range.FRACTION), section.number("scale", Range.POSITIVE));
  }

  @Override
  public Needs needs() {
    return Needs.of(BatchNeeds.TRIPLET);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = RowVectors.unit(Shapes.labelled(input)); // (n, d)
    NDArray s = RowVectors.products(x, x); // (n, n)
    NDManager manager = x.getManager();
    NDArray same = Pairs.sameClass(manager, input.labels());
    NDArray positive = same.logicalAnd(Pairs.offDiagonal(s).gt(0));
    NDArray negative = same.logicalNot();
    NDArray lacking = Algebra.positivePart(Algebra.plus(s.neg(), 1 + margin)).stopGradient();
    NDArray exceeding = Algebra.positivePart(Algebra.plus(s, margin)).stopGradient();
    NDArray pull = Algebra.times(lacking.mul(Algebra.plus(s, margin - 1)), -scale); // (n, n)
    NDArray push = Algebra.times(exceeding.mul(Algebra.plus(s, -margin)), scale); // (n, n)
    NDArray exponent =
        Algebra.logSumExp(pull, positive).add(Algebra.logSumExp(push, negative)).expandDims(1);
    NDArray used = // (n)
        Algebra.weights(positive, s)
            .max(new int[] {1})
            .mul(Algebra.weights(negative, s).max(new int[] {1}));
    NDArray all = manager.ones(exponent.getShape(), s.getDataType()).gt(0); // (n, 1)
    return Loss.of(Algebra.meanOf(Algebra.logOnePlusSumExp(exponent, all), used));
  }
}
