package io.reflux.objective;

import ai.djl.ndarray.NDArray;

/** Rows of a matrix as vectors. */
final class Rows {
  /** Below this length a row counts as the zero vector. */
  private static final double SHORTEST = 1e-12;

  private Rows() {}

  /**
   * Each row divided by its length. A row shorter than 1e-12 becomes zero, with a gradient of zero.
   *
   * @param x (n, d)
   */
  static NDArray unit(NDArray x) {
    return x.mul(Algebra.reciprocalOrZero(lengths(x, true))); // (n, d)
  }

  /**
   * The length of each row, 0 with a gradient of zero for a row shorter than 1e-12.
   *
   * @param x (n, d)
   * @param keep true for (n, 1), false for (n)
   */
  static NDArray lengths(NDArray x, boolean keep) {
    NDArray squares = x.square().sum(new int[] {1}, keep);
    return Algebra.rootOrZero(squares, SHORTEST * SHORTEST);
  }

  /** The inner products of the rows of two matrices, (n, d) and (m, d) to (n, m). */
  static NDArray products(NDArray x, NDArray y) {
    return x.matMul(y.transpose());
  }
}
