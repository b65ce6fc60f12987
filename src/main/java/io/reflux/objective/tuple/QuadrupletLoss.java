package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Triplets;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.ArrayList;
import java.util.List;

/**
 * Quadruplet loss: a positive should be nearer to the anchor than the negative is, and than any two
 * rows of two other classes are to each other.
 *
 * <p>For tuples (a, p, n, f) and euclidean distances: the mean of {@code [d(a,p) - d(a,n) +
 * margin-1]₊} plus the mean of {@code [d(a,p) - d(n,f) + margin-2]₊}. Where the miner gives
 * triplets only, f is the negative of the next triplet whose class is neither a's nor n's; a
 * triplet without such has no second term. Variant {@code original}: S2SD averages the second term
 * over all pairs of a tuple i (for a, p, n) and a tuple j (for f).
 *
 * <p>Chen, Chen, Zhang, Huang: Beyond Triplet Loss, CVPR 2017. Defaults: the S2SD repository, which
 * draws f without a look at the classes.
 *
 * @param margin1 of the anchor's negative
 * @param margin2 of the pair of other classes
 * @param variant paper or original
 */
public record QuadrupletLoss(double margin1, double margin2, Variant variant)
    implements TripletObjective {

  public static QuadrupletLoss read(Section section) {
    return new QuadrupletLoss(
        section.number("margin-1", Range.NOT_NEGATIVE),
        section.number("margin-2", Range.NOT_NEGATIVE),
        Variant.read(section));
  }

  @Override
  public int mostMembers() {
    return 4;
  }

  @Override
  public NDArray value(NDArray x, Triplets tuples, int[] labels) {
    NDArray near = distances(x, tuples, 0, 1); // (t)
    NDArray far = distances(x, tuples, 0, 2); // (t)
    NDArray first = Algebra.positivePart(Algebra.plus(near.sub(far), margin1)).mean();
    Triplets quadruplets = tuples.rows()[0].length == 4 ? tuples : fourths(tuples, labels);
    return quadruplets.size() == 0
        ? first
        : first.add(Algebra.times(second(x, quadruplets), 1.0 / tuples.size()));
  }

  /** The sum of the second terms. */
  private NDArray second(NDArray x, Triplets tuples) {
    NDArray near = distances(x, tuples, 0, 1); // (t)
    if (variant == Variant.PAPER) {
      NDArray apart = distances(x, tuples, 2, 3); // (t)
      return Algebra.positivePart(Algebra.plus(near.sub(apart), margin2)).sum();
    }
    NDArray differences = // (t, t, d)
        tuples.vectors(x, 2).expandDims(1).sub(tuples.vectors(x, 3).expandDims(0));
    NDArray squares = differences.square().sum(new int[] {2}); // (t, t)
    NDArray all = near.expandDims(1).sub(Algebra.rootOrZero(squares, 0)); // (t, t)
    return Algebra.times(
        Algebra.positivePart(Algebra.plus(all, margin2)).sum(), 1.0 / tuples.size());
  }

  private static NDArray distances(NDArray x, Triplets tuples, int first, int second) {
    return RowVectors.lengths(tuples.vectors(x, first).sub(tuples.vectors(x, second)), false);
  }

  /** Triplets with the negative of a later one as a fourth, where one has a third class. */
  private static Triplets fourths(Triplets triplets, int[] labels) {
    List<int[]> found = new ArrayList<>();
    int[][] rows = triplets.rows();
    for (int i = 0; i < rows.length; i++) {
      for (int step = 1; step < rows.length; step++) {
        int fourth = rows[(i + step) % rows.length][2];
        if (labels[fourth] != labels[rows[i][0]] && labels[fourth] != labels[rows[i][2]]) {
          found.add(new int[] {rows[i][0], rows[i][1], rows[i][2], fourth});
          break;
        }
      }
    }
    return new Triplets(found.toArray(int[][]::new));
  }
}
