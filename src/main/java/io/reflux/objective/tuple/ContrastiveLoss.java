package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Members;
import io.reflux.objective.Algebra;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Triplets;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Contrastive loss over mined triplets: positives are pulled within a margin, negatives pushed
 * beyond one.
 *
 * <p>With {@code d(a,b) = |x_a - x_b + 1e-6|} (added to every coordinate): the mean over triplets
 * of {@code [d(a,p) - positive-margin]₊} plus that of {@code [negative-margin - d(a,n)]₊}. Where a
 * miner finds pairs, the first mean is over those of one class, the second over the others (0 where
 * there are none). {@code pair-contrastive} is the other form, over all pairs.
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
  public TupleSource tupleSource() {
    return TupleSource.mined("distance", Members.PAIRS, Members.TRIPLETS);
  }

  @Override
  public int leastMembers() {
    return 2;
  }

  @Override
  public NDArray value(NDArray x, Triplets triplets, int[] labels) {
    return triplets.rows()[0].length == 2
        ? ofPairs(x, triplets, labels)
        : pulled(x, triplets).add(pushed(x, triplets, 2));
  }

  private NDArray ofPairs(NDArray x, Triplets pairs, int[] labels) {
    Map<Boolean, List<int[]>> byKind =
        Arrays.stream(pairs.rows())
            .collect(Collectors.partitioningBy(row -> labels[row[0]] == labels[row[1]]));
    Triplets alike = new Triplets(byKind.getOrDefault(true, List.of()).toArray(int[][]::new));
    Triplets apart = new Triplets(byKind.getOrDefault(false, List.of()).toArray(int[][]::new));
    NDArray nothing = Algebra.nothing(x);
    return (alike.size() == 0 ? nothing : pulled(x, alike))
        .add(apart.size() == 0 ? nothing : pushed(x, apart, 1));
  }

  private NDArray pulled(NDArray x, Triplets tuples) {
    NDArray near = distances(tuples.vectors(x, 0), tuples.vectors(x, 1)); // (t)
    return Algebra.positivePart(Algebra.plus(near, -positiveMargin)).mean();
  }

  private NDArray pushed(NDArray x, Triplets tuples, int member) {
    NDArray far = distances(tuples.vectors(x, 0), tuples.vectors(x, member)); // (t)
    return Algebra.positivePart(Algebra.plus(far.neg(), negativeMargin)).mean();
  }

  private static NDArray distances(NDArray x, NDArray y) {
    return RowVectors.lengths(Algebra.plus(x.sub(y), OFFSET), false);
  }
}
