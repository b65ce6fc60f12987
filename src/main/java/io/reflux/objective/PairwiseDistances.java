package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Euclidean distances between all rows of a matrix, by way of inner products.
 *
 * <p>The rows are moved to their mean first, which changes no distance and keeps the rounding error
 * small. A squared distance that is no more than rounding error counts as 0, so that identical rows
 * are found identical in float32 too.
 */
public final class PairwiseDistances {
  private static final double FLOOR = 1e-12;

  private PairwiseDistances() {}

  /**
   * Squared distances, (n, d) to (n, n); exactly 0, with a gradient of 0, for identical rows and on
   * the diagonal.
   */
  public static NDArray squared(NDArray x) {
    NDArray centred = centred(x); // (n, d)
    NDArray norms = centred.square().sum(new int[] {1}, true); // (n, 1)
    NDArray sums = norms.add(norms.transpose()); // (n, n)
    NDArray squares = sums.sub(Algebra.times(RowVectors.products(centred, centred), 2));
    return squares.mul(Algebra.weights(squares.gt(Algebra.times(sums, resolution(x))), x));
  }

  /**
   * Distances floored at 1e-6, with a gradient of 0 there, except for the diagonal, which is 0; (n,
   * d) to (n, n).
   */
  public static NDArray floored(NDArray x) {
    NDArray distances = Algebra.atLeast(squared(x), FLOOR).sqrt();
    return distances.mul(Pairs.offDiagonal(distances));
  }

  /** Distances, 0 with a gradient of 0 for identical rows; (n, d) to (n, n). */
  public static NDArray plain(NDArray x) {
    return Algebra.rootOrZero(squared(x), 0);
  }

  /** The rows seen from their mean. */
  static NDArray centred(NDArray x) {
    return x.sub(x.mean(new int[] {0}, true).stopGradient());
  }

  /** The part of two squared lengths below which their squared distance is rounding error. */
  static double resolution(NDArray x) {
    return x.getDataType() == DataType.FLOAT64 ? 4e-15 : 2e-6;
  }
}
