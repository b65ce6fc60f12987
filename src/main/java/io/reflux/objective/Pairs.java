package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Masks over all ordered pairs of rows. */
public final class Pairs {
  private Pairs() {}

  /** 1 off the diagonal, 0 on it; (n, n) as the matrix given. */
  public static NDArray offDiagonal(NDArray like) {
    int n = (int) like.getShape().get(0);
    NDArray one = like.getManager().eye(n, n, 0, like.getDataType());
    return Algebra.plus(one.neg(), 1);
  }

  /** True where two rows are of one class, the diagonal included; (n, n). */
  public static NDArray sameClass(NDManager manager, int[] labels) {
    NDArray classes = manager.create(labels); // (n)
    return classes.expandDims(1).eq(classes.expandDims(0)); // (n, n)
  }

  /** True where the row is of the column's class; (n, classes). */
  public static NDArray ofClass(NDManager manager, int[] labels, long classes) {
    NDArray rows = manager.create(labels).expandDims(1); // (n, 1)
    return rows.eq(manager.arange((int) classes).expandDims(0)); // (n, classes)
  }

  /** How many different classes there are among the labels. */
  public static long classesIn(int[] labels) {
    return Arrays.stream(labels).distinct().count();
  }

  /** 1 for two different views of one example, else 0; (n, n). Row i + k n / v is view k of i. */
  public static NDArray sameExample(NDArray like, int views) {
    int n = (int) like.getShape().get(0);
    if (n % views != 0) {
      throw new IllegalArgumentException(
          "rows: " + n + " (expected: a multiple of the " + views + " views)");
    }
    int[] examples = IntStream.range(0, n).map(i -> i % (n / views)).toArray();
    return Algebra.weights(sameClass(like.getManager(), examples), like).mul(offDiagonal(like));
  }
}
