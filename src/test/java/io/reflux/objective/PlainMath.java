package io.reflux.objective;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Arithmetic of rows by plain loops, for values that are derived again. */
final class PlainMath {
  private PlainMath() {}

  static double inner(double[] a, double[] b) {
    return sum(a.length, c -> a[c] * b[c]);
  }

  static double length(double[] a) {
    return Math.sqrt(inner(a, a));
  }

  static double distance(double[] a, double[] b) {
    return length(minus(a, b));
  }

  static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, c -> a[c] - b[c]);
    return difference;
  }

  static double[] unit(double[] row) {
    double length = length(row);
    return Arrays.stream(row).map(each -> each / length).toArray();
  }

  static double[][] units(double[][] rows) {
    return Arrays.stream(rows).map(PlainMath::unit).toArray(double[][]::new);
  }

  /** The rows of a matrix that lies row by row. */
  static double[][] rows(double[] flat, int count) {
    int width = flat.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width))
        .toArray(double[][]::new);
  }

  static double sum(int count, IntToDoubleFunction each) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += each.applyAsDouble(i);
    }
    return sum;
  }

  static double mean(double[] values) {
    return sum(values.length, i -> values[i]) / values.length;
  }

  static double hinge(double x) {
    return Math.max(0, x);
  }

  /** Huber's loss with threshold 1. */
  static double smoothL1(double x) {
    return Math.abs(x) < 1 ? x * x / 2 : Math.abs(x) - 0.5;
  }

  /** log Σ exp of some values. */
  static double logSumExp(double... x) {
    return Math.log(sum(x.length, i -> Math.exp(x[i])));
  }

  /** -log of the softmax of one of the logits. */
  static double crossEntropy(double[] logits, int target) {
    return logSumExp(logits) - logits[target];
  }

  /** W x + b; W row by row. */
  static double[] linear(double[] weight, double[] bias, double[] x) {
    double[][] w = rows(weight, bias.length);
    double[] y = new double[bias.length];
    Arrays.setAll(y, i -> inner(w[i], x) + bias[i]);
    return y;
  }
}
