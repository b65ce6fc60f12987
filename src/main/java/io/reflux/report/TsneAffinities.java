package io.reflux.report;

/** How much points belong together before they are laid out. */
final class TsneAffinities {
  private static final int HALVINGS = 50;

  private TsneAffinities() {}

  /**
   * Symmetric affinities that sum to 1: p_ij = (p_j|i + p_i|j) / 2n, with p_j|i Gaussian in the
   * distance, of a width at which its entropy is the logarithm of the perplexity.
   */
  static double[] of(double[] squared, int n, double perplexity) {
    double[] conditional = new double[n * n];
    for (int i = 0; i < n; i++) {
      fill(squared, conditional, i, n, Math.log(perplexity));
    }
    double[] joint = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        joint[i * n + j] = (conditional[i * n + j] + conditional[j * n + i]) / (2.0 * n);
      }
    }
    return joint;
  }

  private static void fill(double[] squared, double[] row, int i, int n, double wanted) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double sharpness = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double entropy = gaussian(squared, row, i, n, sharpness);
      if (Math.abs(entropy - wanted) < 1e-5) {
        return;
      }
      if (entropy > wanted) {
        low = sharpness;
        sharpness = Double.isInfinite(high) ? 2 * sharpness : (low + high) / 2;
      } else {
        high = sharpness;
        sharpness = (low + high) / 2;
      }
    }
  }

  /** Fills row i with exp(-sharpness · d²), normalised, and answers its entropy. */
  private static double gaussian(double[] squared, double[] row, int i, int n, double sharpness) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      nearest = j == i ? nearest : Math.min(nearest, squared[i * n + j]);
    }
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < n; j++) {
      double gap = squared[i * n + j] - nearest;
      row[i * n + j] = j == i ? 0 : Math.exp(-sharpness * gap);
      sum += row[i * n + j];
      weighted += row[i * n + j] * gap;
    }
    for (int j = 0; j < n; j++) {
      row[i * n + j] /= sum;
    }
    return Math.log(sum) + sharpness * weighted / sum;
  }
}
