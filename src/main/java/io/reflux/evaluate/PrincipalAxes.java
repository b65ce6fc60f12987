package io.reflux.evaluate;

import io.reflux.engine.TensorScope;

/**
 * Principal component analysis.
 *
 * @param mean of each dimension, d numbers
 * @param axes unit vectors of d numbers, the one with the largest variance first; the sign of each
 *     makes its largest number positive
 * @param variances of the rows along each axis, with divisor n
 */
public record PrincipalAxes(double[] mean, double[][] axes, double[] variances) {

  /**
   * Finds the first axes of rows.
   *
   * @param count how many axes, at most d
   */
  public static PrincipalAxes of(EmbeddingSet rows, int count, TensorScope scope) {
    int d = rows.size();
    if (count < 1 || count > d) {
      throw new IllegalArgumentException("axes: " + count + " (expected: 1 … " + d + ")");
    }
    double[] mean = new double[d];
    for (int i = 0; i < rows.values().length; i++) {
      mean[i % d] += rows.values()[i] / (double) rows.count();
    }
    SymmetricEigen eigen = SymmetricEigen.of(Gram.of(rows, mean, scope));
    double[][] axes = new double[count][];
    double[] variances = new double[count];
    for (int a = 0; a < count; a++) {
      axes[a] = signed(eigen.vectors()[a]);
      variances[a] = Math.max(0, eigen.values()[a]) / rows.count();
    }
    return new PrincipalAxes(mean, axes, variances);
  }

  /** The rows' coordinates along the axes. */
  public EmbeddingSet project(EmbeddingSet rows) {
    float[] values = new float[rows.count() * axes.length];
    for (int row = 0; row < rows.count(); row++) {
      for (int a = 0; a < axes.length; a++) {
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
          sum += axes[a][j] * (rows.values()[row * mean.length + j] - mean[j]);
        }
        values[row * axes.length + a] = (float) sum;
      }
    }
    return new EmbeddingSet(values, axes.length, rows.labels());
  }

  private static double[] signed(double[] axis) {
    int largest = 0;
    for (int j = 1; j < axis.length; j++) {
      largest = Math.abs(axis[j]) > Math.abs(axis[largest]) ? j : largest;
    }
    double sign = Math.signum(axis[largest]);
    for (int j = 0; j < axis.length; j++) {
      axis[j] *= sign;
    }
    return axis;
  }
}
