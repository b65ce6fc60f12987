package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;

/** Every triplet that the labels of a batch make: anchor, another row of its class, a stranger. */
public final class AllTriplets {
  private AllTriplets() {}

  /**
   * The mean of the strictly positive {@code [d(a,p) - d(a,n) + margin]₊}, 0 if there is none.
   *
   * @param distances of all pairs, (n, n)
   * @param labels the class of each of the n rows
   * @param margin by how much a negative should be farther than a positive
   */
  public static NDArray hinges(NDArray distances, int[] labels, double margin) {
    int n = labels.length;
    int[] pairs = // a n + p for all pairs of one class
        IntStream.range(0, n * n)
            .filter(i -> i / n != i % n && labels[i / n] == labels[i % n])
            .toArray();
    if (pairs.length == 0) {
      return Algebra.nothing(distances);
    }
    NDArray anchors = RowVectors.index(distances, IntStream.of(pairs).map(i -> i / n).toArray());
    NDArray positives = RowVectors.index(distances, pairs);
    NDArray near = distances.flatten().gather(positives, 0).expandDims(1); // (pairs, 1)
    NDArray far = RowVectors.at(distances, anchors); // (pairs, n)
    NDArray other = Pairs.sameClass(distances.getManager(), labels).logicalNot();
    NDArray counted = RowVectors.at(Algebra.weights(other, distances), anchors); // (pairs, n)
    NDArray hinges = Algebra.positivePart(Algebra.plus(near.sub(far), margin)).mul(counted);
    return Algebra.meanOfPositive(hinges);
  }
}
