package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.TensorScope;

/** Inner products of columns, gathered a stretch of rows at a time, in float64. */
final class Gram {
  private static final int ROWS_AT_ONCE = 2048;

  private Gram() {}

  /**
   * The (d, d) matrix of inner products of columns, of which {@code centre} was taken first.
   *
   * @param centre d numbers, taken from every row
   */
  static double[][] of(Vectors rows, double[] centre, TensorScope scope) {
    int d = rows.size();
    try (TensorScope inner = scope.inner()) {
      NDArray sum = inner.manager().zeros(new Shape(d, d), ai.djl.ndarray.types.DataType.FLOAT64);
      for (int first = 0; first < rows.count(); first += ROWS_AT_ONCE) {
        int count = Math.min(ROWS_AT_ONCE, rows.count() - first);
        try (TensorScope part = inner.inner()) {
          NDArray block =
              part.manager().create(centred(rows, first, count, centre), new Shape(count, d));
          NDArray product = block.transpose().matMul(block); // (d, d)
          sum.addi(product);
        }
      }
      return square(sum.toDoubleArray(), d);
    }
  }

  private static double[] centred(Vectors rows, int first, int count, double[] centre) {
    float[] values = new float[count * rows.size()];
    rows.read(first, count, values);
    double[] centred = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      centred[i] = values[i] - centre[i % centre.length];
    }
    return centred;
  }

  private static double[][] square(double[] values, int d) {
    double[][] rows = new double[d][];
    for (int i = 0; i < d; i++) {
      rows[i] = java.util.Arrays.copyOfRange(values, i * d, (i + 1) * d);
    }
    return rows;
  }
}
