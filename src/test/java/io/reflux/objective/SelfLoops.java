package io.reflux.objective;

import static io.reflux.objective.PlainMath.crossEntropy;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.linear;
import static io.reflux.objective.PlainMath.logSumExp;
import static io.reflux.objective.PlainMath.unit;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Losses from the network itself by plain loops, with what has no gradient as an argument of its
 * own: for the value both arguments are the same, for the gradient the second one stands still.
 */
final class SelfLoops {
  private SelfLoops() {}

  /**
   * Invariant spread.
   *
   * @param z the embeddings, in two views
   * @param still the same without gradient
   */
  static double invariantSpread(double[][] z, double[][] still, double temperature) {
    int n = z.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double all = 0;
      for (int k = 0; k < n; k++) {
        all += k == i ? 0 : Math.exp(inner(z[i], still[k]) / temperature);
      }
      for (int j = 0; j < n; j++) {
        double q = Math.exp(inner(z[i], still[j]) / temperature) / all;
        if (j != i) {
          sum += Math.log(j == (i + n / 2) % n ? q : 1 - q);
        }
      }
    }
    return -sum / n;
  }

  /** The weights of fast-moco's queue: which products with which keys count how much. */
  static double[][] weights(double[][] z, double[][] queue, boolean original) {
    int d = z[0].length;
    double[][] w = new double[z.length][queue.length];
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < queue.length; j++) {
        double distance = Math.sqrt(Math.max(2 - 2 * inner(z[i], queue[j]), 0.25));
        double g =
            (2 - d) * Math.log(distance) - (d - 3) / 2.0 * Math.log(1 - distance * distance / 4);
        w[i][j] = distance > 1.45 ? 0 : Math.exp(g);
      }
    }
    double[] rows = Arrays.stream(w).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double[] columns = new double[queue.length];
    for (double[] row : w) {
      Arrays.setAll(columns, j -> columns[j] + row[j]);
    }
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < queue.length; j++) {
        w[i][j] /= original ? columns[j] : rows[i];
      }
    }
    return w;
  }

  /**
   * Momentum contrast.
   *
   * @param w what the products with the queue are multiplied by
   */
  static double contrast(
      double[][] z, double[][] keys, double[][] queue, double[][] w, double temperature) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      double[] logits = new double[queue.length + 1];
      logits[0] = inner(z[i], keys[i]) / temperature;
      for (int j = 0; j < queue.length; j++) {
        logits[j + 1] = w[i][j] * inner(z[i], queue[j]) / temperature;
      }
      sum += crossEntropy(logits, 0);
    }
    return sum / z.length;
  }

  /**
   * One direction of adversarial separation: the mean of (u(f_t) ⊙ u(R(u(f_s))))².
   *
   * @param r the network R
   */
  static double separation(double[][] from, double[][] to, UnaryOperator<double[]> r) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      double[] guess = unit(r.apply(unit(from[i])));
      double[] target = unit(to[i]);
      for (int c = 0; c < target.length; c++) {
        sum += Math.pow(target[c] * guess[c], 2) / target.length;
      }
    }
    return sum / from.length;
  }

  /** Two linear layers with a rectifier between. */
  static double[] twoLinear(LossInput input, String name, double[] x) {
    double[] hidden =
        linear(parameter(input, name + ".0.weight"), parameter(input, name + ".0.bias"), x);
    double[] positive = Arrays.stream(hidden).map(h -> Math.max(0, h)).toArray();
    return linear(
        parameter(input, name + ".2.weight"), parameter(input, name + ".2.bias"), positive);
  }

  private static double[] parameter(LossInput input, String name) {
    return input.parameter(name).toDoubleArray();
  }

  /**
   * S2SD's divergence: T²/n Σ_ij q_ij (log q_ij - log p_ij).
   *
   * @param e whose similarities are p
   * @param still whose similarities are q, without gradient
   */
  static double divergence(double[][] e, double[][] still, double temperature) {
    double sum = 0;
    for (int i = 0; i < e.length; i++) {
      double[] p = new double[e.length];
      double[] q = new double[e.length];
      for (int j = 0; j < e.length; j++) {
        p[j] = inner(e[i], e[j]) / temperature;
        q[j] = inner(still[i], still[j]) / temperature;
      }
      for (int j = 0; j < e.length; j++) {
        double logQ = q[j] - logSumExp(q);
        sum += Math.exp(logQ) * (logQ - (p[j] - logSumExp(p)));
      }
    }
    return temperature * temperature * sum / e.length;
  }

  /**
   * S2SD over the triplet margin loss, with divergences from two targets and from the features.
   *
   * @param e the embeddings at length 1
   * @param z the wider embeddings
   * @param still whose similarities are to be copied, those of the features last
   */
  static double s2sd(double[][] e, double[][][] z, double[][][] still, int[] y) {
    double targets = 0;
    double alike = 0;
    for (int k = 0; k < z.length; k++) {
      targets += PlainPairTest.allTriplets(z[k], y, 0.3) / z.length;
      alike += divergence(e, still[k], 0.8) / z.length;
    }
    double base = PlainPairTest.allTriplets(e, y, 0.3);
    return (base + targets) / 2 + 3 * alike + 2 * divergence(e, still[z.length], 0.8);
  }

  /** The covariances of components, with n - 1 in the denominator. */
  static double[][] covariances(double[][] rows) {
    int d = rows[0].length;
    double[] mean = new double[d];
    Arrays.setAll(
        mean, c -> Arrays.stream(rows).mapToDouble(row -> row[c]).average().orElseThrow());
    double[][] covariances = new double[d][d];
    for (int c = 0; c < d; c++) {
      for (int e = 0; e < d; e++) {
        for (double[] row : rows) {
          covariances[c][e] += (row[c] - mean[c]) * (row[e] - mean[e]) / (rows.length - 1);
        }
      }
    }
    return covariances;
  }
}
