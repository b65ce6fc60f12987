package io.reflux.objective;

import static io.reflux.objective.PlainMath.crossEntropy;
import static io.reflux.objective.PlainMath.hinge;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.length;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.unit;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Losses of labels by plain loops, with what has no gradient as an argument of its own: for the
 * value both arguments are the same, for the gradient the second one stands still.
 */
final class LabelLoops {
  private LabelLoops() {}

  /** Circle loss of margin 0.3 and scale 4, of rows of length 1 that are all of pairs. */
  static double circle(double[][] u, double[][] still, int[] y) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      double pull = 0;
      double push = 0;
      for (int k = 0; k < u.length; k++) {
        double s = inner(u[i], u[k]);
        double weigher = inner(still[i], still[k]);
        if (k != i && y[i] == y[k]) {
          pull += Math.exp(-4 * hinge(1.3 - weigher) * (s - 0.7));
        } else if (k != i) {
          push += Math.exp(4 * hinge(weigher + 0.3) * (s - 0.3));
        }
      }
      sum += Math.log(1 + pull * push);
    }
    return sum / u.length;
  }

  /**
   * AdaFace of margin 0.4, concentration 2, scale 5 and update 0.5, in its first step.
   *
   * @param x the embeddings
   * @param still the embeddings whose lengths stand for quality
   */
  static double adaFace(LossInput input, double[][] x, double[][] still) {
    double[] lengths = Arrays.stream(still).mapToDouble(PlainMath::length).toArray();
    double mean = 10 + 0.5 * PlainMath.mean(lengths);
    double deviation = 50 + 0.5 * deviation(lengths);
    double[][] w = rows(input.parameter("class-vectors").toDoubleArray(), TrialBatch.CLASSES);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double q = Math.max(-1, Math.min(1, 2 * (lengths[i] - mean) / (deviation + 1e-3)));
      double[] logits = new double[w.length];
      for (int c = 0; c < w.length; c++) {
        double cosine = inner(x[i], unit(w[c])) / length(x[i]);
        double angle = Math.acos(cosine) - 0.4 * q;
        logits[c] = 5 * (c == input.labels()[i] ? Math.cos(angle) - 0.4 * (1 + q) : cosine);
      }
      sum += crossEntropy(logits, input.labels()[i]);
    }
    return sum / x.length;
  }

  /** The standard deviation with n - 1 in the denominator. */
  static double deviation(double[] values) {
    double mean = PlainMath.mean(values);
    double squares = PlainMath.sum(values.length, i -> Math.pow(values[i] - mean, 2));
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The mean average precision of rows as queries, with a count for each difference. */
  static double precision(
      double[][] u, int[] y, DoubleUnaryOperator positive, DoubleUnaryOperator negative) {
    double all = 0;
    for (int q = 0; q < u.length; q++) {
      double precision = 0;
      int positives = 0;
      for (int p = 0; p < u.length; p++) {
        if (p == q || y[p] != y[q]) {
          continue;
        }
        double good = 1;
        double bad = 0;
        for (int j = 0; j < u.length; j++) {
          double t = inner(u[q], u[j]) - inner(u[q], u[p]);
          good += j != q && j != p && y[j] == y[q] ? positive.applyAsDouble(t) : 0;
          bad += y[j] != y[q] ? negative.applyAsDouble(t) : 0;
        }
        precision += good / (good + bad);
        positives++;
      }
      all += precision / positives;
    }
    return all / u.length;
  }

  /** A row in the Poincaré ball of a curvature, cut to a length first. */
  static double[] inBall(double[] row, double c, double clip) {
    double length = length(row);
    double cut = Math.min(length, clip);
    double radius = Math.tanh(Math.sqrt(c) * cut) / Math.sqrt(c);
    return Arrays.stream(row).map(each -> each / length * radius).toArray();
  }

  /** 2 / √c artanh(√c |−a ⊕ b|), by Möbius addition. */
  static double hyperbolicDistance(double[] a, double[] b, double c) {
    double ab = -inner(a, b);
    double aa = inner(a, a);
    double bb = inner(b, b);
    double[] sum = new double[a.length];
    Arrays.setAll(
        sum,
        k ->
            (-(1 + 2 * c * ab + c * bb) * a[k] + (1 - c * aa) * b[k])
                / (1 + 2 * c * ab + c * c * aa * bb));
    double r = Math.sqrt(c) * length(sum);
    return Math.log((1 + r) / (1 - r)) / Math.sqrt(c);
  }
}
