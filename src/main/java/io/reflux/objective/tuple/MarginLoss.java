package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.objective.Triplets;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.Arrays;
import java.util.List;

/**
 * Margin loss: a boundary beta between positives and negatives, itself trained, with a margin on
 * either side.
 *
 * <p>With {@code d(a,b) = √(|x_a - x_b|² + 1e-8)}: {@code pos = [d(a,p) - beta + margin]₊}, {@code
 * neg = [beta - d(a,n) + margin]₊}; the sum over the triplets of both, divided by how many of these
 * terms are positive (0 if none). Variant {@code original}: S2SD and DiVA divide by the number of
 * triplets with at least one positive term.
 *
 * <p>Wu, Manmatha, Smola, Krähenbühl: Sampling Matters in Deep Embedding Learning, ICCV 2017.
 * Defaults: the S2SD repository. The paper's nu, which that code can't run, is left out.
 *
 * @param margin on either side of the boundary
 * @param beta where the boundary starts, or stays
 * @param betas whose boundaries there are
 * @param variant paper or original
 */
public record MarginLoss(double margin, double beta, Betas betas, Variant variant)
    implements Objective {
  private static final String BETA = "beta";

  /** Whose boundaries there are. */
  public enum Betas {
    /** A trained one for each class: the anchor's counts. */
    PER_CLASS,
    /** One trained for all. */
    SHARED,
    /** One for all that stays as it is. */
    CONSTANT
  }

  public static MarginLoss read(Section section) {
    return new MarginLoss(
        section.number("margin", Range.NOT_NEGATIVE),
        section.number(BETA, Range.ANY),
        section.oneOf("betas", Betas.class),
        Variant.read(section));
  }

  @Override
  public TupleSource tupleSource() {
    return TupleSource.mined("distance");
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    long[] shape = {betas == Betas.PER_CLASS ? dimensions.classes() : 1};
    return betas == Betas.CONSTANT
        ? List.of()
        : List.of(new Trainable(BETA, shape, BETA, draws -> beta));
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    if (betas == Betas.PER_CLASS) {
      Shapes.classes(input.labels(), input.parameter(BETA).size());
    }
    if (input.tuples().size() == 0) {
      return Loss.of(Algebra.nothing(x));
    }
    Triplets triplets = Triplets.of(input);
    NDArray anchors = triplets.vectors(x, 0); // (t, d)
    NDArray near = distances(anchors, triplets.vectors(x, 1)); // (t)
    NDArray far = distances(anchors, triplets.vectors(x, 2)); // (t)
    NDArray boundary = boundary(input, triplets, near);
    NDArray pos = Algebra.positivePart(Algebra.plus(near.sub(boundary), margin));
    NDArray neg = Algebra.positivePart(Algebra.plus(boundary.sub(far), margin));
    NDArray count = Algebra.atLeast(counted(pos, neg).sum(), 1);
    return Loss.of(pos.add(neg).sum().div(count));
  }

  private NDArray counted(NDArray pos, NDArray neg) {
    NDArray terms =
        Algebra.weights(Algebra.positive(pos), pos)
            .add(Algebra.weights(Algebra.positive(neg), neg));
    return variant == Variant.PAPER ? terms : Algebra.weights(Algebra.positive(terms), pos);
  }

  /** The boundary of each triplet, (t), or one for all. */
  private NDArray boundary(LossInput input, Triplets triplets, NDArray like) {
    if (betas == Betas.CONSTANT) {
      return Algebra.scalar(like, beta);
    }
    if (betas == Betas.SHARED) {
      return input.parameter(BETA);
    }
    int[] anchors = triplets.members(0);
    int[] classes = Arrays.stream(anchors).map(a -> input.labels()[a]).toArray();
    return input.parameter(BETA).gather(RowVectors.index(like, classes), 0);
  }

  private static NDArray distances(NDArray x, NDArray y) {
    return Algebra.plus(x.sub(y).square().sum(new int[] {1}), 1e-8).sqrt();
  }
}
