package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Rows of a matrix as vectors. */
public final class RowVectors {
  /** Below this length a row counts as the zero vector. */
  private static final double SHORTEST = 1e-12;

  private RowVectors() {}

  /**
   * Each row divided by its length. A row shorter than 1e-12 becomes zero, with a gradient of zero.
   *
   * @param x (n, d)
   */
  public static NDArray unit(NDArray x) {
    return x.mul(Algebra.reciprocalOrZero(lengths(x, true))); // (n, d)
  }

  /**
   * The length of each row, 0 with a gradient of zero for a row shorter than 1e-12.
   *
   * @param x (n, d)
   * @param keep true for (n, 1), false for (n)
   */
  public static NDArray lengths(NDArray x, boolean keep) {
    NDArray squares = x.square().sum(new int[] {1}, keep);
    return Algebra.rootOrZero(squares, SHORTEST * SHORTEST);
  }

  /** One by the lengths whose squares are given; 0, with a gradient of 0, for those below 1e-12. */
  public static NDArray inverseOfRoots(NDArray squares) {
    return Algebra.reciprocalOrZero(Algebra.rootOrZero(squares, SHORTEST * SHORTEST));
  }

  /** The inner products of the rows of two matrices, (n, d) and (m, d) to (n, m). */
  public static NDArray products(NDArray x, NDArray y) {
    return x.matMul(y.transpose());
  }

  /** Row numbers on the device of a tensor, as the picking of rows wants them. */
  public static NDArray index(NDArray like, int[] rows) {
    return like.getManager().create(Arrays.stream(rows).asLongStream().toArray());
  }

  /**
   * The rows of a matrix at an index, (n, d) and (t) to (t, d). Their gradients are added up in the
   * same order every time, on any number of threads.
   */
  public static NDArray at(NDArray x, NDArray index) {
    Shape wide = new Shape(index.getShape().get(0), x.getShape().get(1));
    return x.gather(index.expandDims(1).broadcast(wide), 0);
  }
}
