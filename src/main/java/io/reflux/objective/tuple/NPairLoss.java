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
 * N-pair loss over mined tuples: an anchor should be more similar to its positive than to all its
 * negatives together.
 *
 * <p>With {@code E = x / divide-by}: the mean over tuples of {@code log(1 + Σ_n exp(⟨E_a, E_n⟩ -
 * ⟨E_a, E_p⟩))}, plus {@code l2-weight} times the mean length of all rows of E. A tuple is an
 * anchor, a positive, then any number of negatives.
 *
 * <p>Sohn: Improved Deep Metric Learning with Multi-class N-pair Loss Objective, NIPS 2016.
 * Defaults: the S2SD repository, which divides by 4 for BN-Inception.
 *
 * @param l2Weight keeps embeddings short
 * @param divideBy divides the embeddings first
 */
public record NPairLoss(double l2Weight, double divideBy) implements Objective {

  public static NPairLoss read(Section section) {
    return new NPairLoss(
        section.number("l2-weight", Range.NOT_NEGATIVE),
        section.number("divide-by", Range.POSITIVE));
  }

  @Override
  public TupleSource tupleSource() {
    return TupleSource.mined("n-pair", Members.TRIPLETS, Members.NEGATIVE_SETS);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Algebra.times(Shapes.labelled(input), 1 / divideBy); // (n, d)
    NDArray lengths = Algebra.times(RowVectors.lengths(x, false).mean(), l2Weight);
    if (input.tuples().size() == 0) {
      return Loss.of(lengths);
    }
    NegativeSets sets = NegativeSets.of(input, x);
    return Loss.of(term(x, sets, 0).add(lengths));
  }

  /**
   * The term of the tuples alone.
   *
   * @param clamp limits the differences of similarities, with a gradient of 0 beyond; 0 for none
   */
  static NDArray term(NDArray x, NegativeSets sets, double clamp) {
    NDArray anchors = sets.anchorsOf(x); // (t, d)
    NDArray own = anchors.mul(sets.positivesOf(x)).sum(new int[] {1}, true); // (t, 1)
    NDArray excess = RowVectors.products(anchors, x).sub(own); // (t, n)
    if (clamp > 0) {
      excess = excess.clip(Algebra.number(x, -clamp), Algebra.number(x, clamp));
    }
    return Algebra.logOnePlusSumExp(excess, sets.negatives()).mean();
  }
}
