package io.reflux.objective.pair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.objective.Algebra;
import io.reflux.objective.Pairs;
import io.reflux.objective.RowVectors;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every row of a batch as a query among all others: for each pair of a query and another row of its
 * class, by how much the other rows are more similar to the query than that one.
 *
 * @param ahead the differences of similarities, (pairs, n)
 * @param positives 1 where the other row is of the query's class, and neither the query nor the
 *     pair's own; (pairs, n)
 * @param negatives 1 where it is of another class, (pairs, n)
 * @param shares what each pair counts in the mean over a query's positives and over queries,
 *     (pairs)
 */
record Ranking(NDArray ahead, NDArray positives, NDArray negatives, NDArray shares) {

  /** The ranking by similarities, (n, n); empty if no class has two rows. */
  static Optional<Ranking> of(NDArray similarities, int[] labels) {
    int n = labels.length;
    int[] pairs = // q n + p for all pairs of one class
        IntStream.range(0, n * n)
            .filter(i -> i / n != i % n && labels[i / n] == labels[i % n])
            .toArray();
    if (pairs.length == 0) {
      return Optional.empty();
    }
    NDArray queries = RowVectors.index(similarities, IntStream.of(pairs).map(i -> i / n).toArray());
    NDArray flat = similarities.reshape(new Shape((long) n * n));
    NDArray own = flat.gather(RowVectors.index(similarities, pairs), 0).expandDims(1);
    NDArray same =
        Algebra.weights(Pairs.sameClass(similarities.getManager(), labels), similarities);
    NDArray others = same.mul(Pairs.offDiagonal(similarities)); // (n, n)
    NDArray self = similarities.getManager().eye(n, n, 0, similarities.getDataType());
    NDArray chosen =
        RowVectors.at(
            self, RowVectors.index(similarities, IntStream.of(pairs).map(i -> i % n).toArray()));
    NDArray counts = others.sum(new int[] {1}, true); // (n, 1)
    NDArray shares = RowVectors.at(Algebra.reciprocalOrZero(counts), queries).flatten();
    return Optional.of(
        new Ranking(
            RowVectors.at(similarities, queries).sub(own),
            RowVectors.at(others, queries).sub(chosen),
            RowVectors.at(Algebra.plus(same.neg(), 1), queries),
            shares.div(shares.sum())));
  }

  /**
   * The mean over queries of their average precision.
   *
   * @param positivesAhead how much each of the query's positives counts as being ahead, (pairs, n)
   * @param negativesAhead the same for negatives
   */
  NDArray averagePrecision(NDArray positivesAhead, NDArray negativesAhead) {
    int[] row = {1};
    NDArray good = Algebra.plus(positivesAhead.mul(positives).sum(row), 1); // (pairs)
    NDArray bad = negativesAhead.mul(negatives).sum(row); // (pairs)
    return good.div(good.add(bad)).mul(shares).sum();
  }
}
