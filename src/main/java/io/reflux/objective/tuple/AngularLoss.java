package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Members;
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * Angular loss: the angle at a negative, in the triangle with anchor and positive, should be small.
 *
 * <p>With {@code t = tan²(alpha)} and unit vectors u: {@code ang} is the mean over tuples of {@code
 * log(1 + Σ_n exp(4t ⟨u_a + u_p, u_n⟩ - 2 (1 + t) ⟨u_a, u_p⟩))}. The loss is the N-pair term of the
 * embeddings as they are (see {@link NPairLoss}), plus {@code angular-weight · ang}, plus {@code
 * l2-weight} times their mean length.
 *
 * <p>Wang, Zhou, Wen, Liu, Lin: Deep Metric Learning with Angular Loss, ICCV 2017. Defaults: the
 * S2SD repository, except for its clamp of the N-pair term at 50 (DiVA has none), which guards
 * against an overflow that can't happen here.
 *
 * @param alphaDegrees the angle
 * @param angularWeight the weight of the angular term
 * @param l2Weight keeps embeddings short
 * @param npairClamp limits the differences in the N-pair term; 0 for no limit
 */
public record AngularLoss(
    double alphaDegrees, double angularWeight, double l2Weight, double npairClamp)
    implements Objective {

  public static AngularLoss read(Section section) {
    return new AngularLoss(
        section.number("alpha-degrees", Range.between(1, 89)),
        section.number("angular-weight", Range.NOT_NEGATIVE),
        section.number("l2-weight", Range.NOT_NEGATIVE),
        section.number("npair-clamp", Range.NOT_NEGATIVE));
  }

  @Override
  public TupleSource tupleSource() {
    return TupleSource.mined("n-pair", Members.TRIPLETS, Members.NEGATIVE_SETS);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray lengths = Algebra.times(RowVectors.lengths(x, false).mean(), l2Weight);
    if (input.tuples().size() == 0) {
      return Loss.of(lengths);
    }
    NegativeSets sets = NegativeSets.of(input, x);
    NDArray npair = NPairLoss.term(x, sets, npairClamp);
    NDArray angular = Algebra.times(angular(RowVectors.unit(x), sets), angularWeight);
    return Loss.of(npair.add(angular).add(lengths));
  }

  private NDArray angular(NDArray unit, NegativeSets sets) {
    double t = Math.pow(Math.tan(Math.toRadians(alphaDegrees)), 2);
    NDArray anchors = sets.anchorsOf(unit); // (t, d)
    NDArray positives = sets.positivesOf(unit); // (t, d)
    NDArray own = anchors.mul(positives).sum(new int[] {1}, true); // (t, 1)
    NDArray sides = RowVectors.products(anchors.add(positives), unit); // (t, n)
    NDArray each = Algebra.times(sides, 4 * t).sub(Algebra.times(own, 2 * (1 + t)));
    return Algebra.logOnePlusSumExp(each, sets.negatives()).mean();
  }
}
