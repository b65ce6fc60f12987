package io.reflux.objective;

import static io.reflux.objective.PlainMath.crossEntropy;
import static io.reflux.objective.PlainMath.distance;
import static io.reflux.objective.PlainMath.hinge;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.length;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The losses over all pairs, derived again by plain loops. */
class PlainPairTest extends PlainLoops {

  @Test
  void multiSimilarity() {
    for (String variant : List.of("paper", "original")) {
      double actual =
          loss(
              "multi-similarity",
              "positive-weight = 3, negative-weight = 5, margin = 0.1, threshold = 0.4, variant = "
                  + variant);
      double[][] u = variant.equals("paper") ? units(x) : x;
      double sum = 0;
      int used = 0;
      for (int i = 0; i < n; i++) {
        double positives = 0;
        double negatives = 0;
        for (int k = 0; k < n; k++) {
          double s = inner(u[i], u[k]);
          positives += kept(u, i, k, true) ? Math.exp(-3 * (s - 0.4)) : 0;
          negatives += kept(u, i, k, false) ? Math.exp(5 * (s - 0.4)) : 0;
        }
        boolean both = positives > 0 && negatives > 0;
        used += both ? 1 : 0;
        sum +=
            both || variant.equals("paper")
                ? Math.log(1 + positives) / 3 + Math.log(1 + negatives) / 5
                : 0;
      }
      assertThat(used).isPositive();
      assertClose(actual, sum / (variant.equals("paper") ? n : used));
    }
  }

  /** Whether a pair is as hard as the anchor's hardest of the other kind, but for the margin. */
  private boolean kept(double[][] u, int i, int k, boolean positive) {
    if (i == k || same(i, k) != positive) {
      return false;
    }
    for (int other = 0; other < n; other++) {
      double s = inner(u[i], u[k]);
      double o = inner(u[i], u[other]);
      if (other != i && same(i, other) != positive && (positive ? s - 0.1 < o : s + 0.1 > o)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void pairContrastive() {
    double actual = loss("pair-contrastive", "positive-margin = 0.6, negative-margin = 1.4");
    List<Double> pulled = new ArrayList<>();
    List<Double> pushed = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double d = distance(unit(x[i]), unit(x[j]));
        if (same(i, j) && i != j && d > 0.6) {
          pulled.add(d - 0.6);
        } else if (!same(i, j) && d < 1.4) {
          pushed.add(1.4 - d);
        }
      }
    }
    assertClose(actual, mean(pulled) + mean(pushed));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void tripletMargin() {
    double actual = loss("triplet-margin", "margin = 0.3");
    assertClose(actual, allTriplets(x, y, 0.3));
  }

  /** The mean of the positive hinges of all triplets of the labels, on the unit sphere. */
  static double allTriplets(double[][] x, int[] y, double margin) {
    double sum = 0;
    int active = 0;
    for (int a = 0; a < x.length; a++) {
      for (int p = 0; p < x.length; p++) {
        for (int n = 0; n < x.length; n++) {
          if (a != p && y[a] == y[p] && y[a] != y[n]) {
            double near = distance(unit(x[a]), unit(x[p]));
            double h = hinge(near - distance(unit(x[a]), unit(x[n])) + margin);
            sum += h;
            active += h > 0 ? 1 : 0;
          }
        }
      }
    }
    assertThat(active).isPositive();
    return sum / active;
  }

  @Test
  void nPairs() {
    double actual = loss("n-pairs", "");
    double sum = 0;
    for (int r = 0; r < CLASSES; r++) { // rows r and r + 4 are the first two of class r
      double[] logits = new double[CLASSES];
      int anchor = r;
      Arrays.setAll(logits, s -> inner(x[anchor], x[s + CLASSES]));
      sum += crossEntropy(logits, r);
    }
    assertClose(actual, sum / CLASSES);
  }

  @Test
  void histogram() {
    double actual = loss("histogram", "bins = 9");
    double[] positive = new double[9];
    double[] negative = new double[9];
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double s = Math.max(-1, Math.min(1, inner(x[i], x[j])));
        double[] histogram = same(i, j) ? positive : negative;
        for (int node = 0; node < 9; node++) {
          histogram[node] += hinge(1 - Math.abs(s - (-1 + node * 0.25)) / 0.25);
        }
      }
    }
    double sum = 0;
    double below = 0;
    for (int node = 0; node < 9; node++) {
      below += positive[node] / Arrays.stream(positive).sum();
      sum += below * negative[node] / Arrays.stream(negative).sum();
    }
    assertClose(actual, sum);
  }

  @Test
  void lifted() {
    double actual = loss("lifted", "negative-margin = 1.5, l2-weight = 0.01");
    double sum = 0;
    double lengths = 0;
    for (int a = 0; a < n; a++) {
      double positives = 0;
      double negatives = 0;
      for (int b = 0; b < n; b++) {
        double d = shifted(x[a], x[b]);
        positives += a != b && same(a, b) ? Math.exp(d) : 0;
        negatives += same(a, b) ? 0 : Math.exp(1.5 - d);
      }
      sum += hinge(Math.log(positives) + Math.log(negatives));
      lengths += length(x[a]);
    }
    assertClose(actual, (sum + 0.01 * lengths) / n);
  }

  /** |a - b + 1e-6|, the offset added to every coordinate. */
  static double shifted(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, c -> a[c] - b[c] + 1e-6);
    return length(difference);
  }

  @Test
  void circle() {
    double actual = loss("circle", StoppedGradientsTest.settings("circle"));
    assertClose(actual, LabelLoops.circle(units(x), units(x), y));
  }

  @Test
  void supervisedContrastive() {
    double actual = loss("supervised-contrastive", "temperature = 0.4");
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double all = 0;
      double own = 0;
      int positives = 0;
      for (int k = 0; k < n; k++) {
        double s = inner(unit(x[i]), unit(x[k])) / 0.4;
        all += k == i ? 0 : Math.exp(s);
        own += k != i && same(i, k) ? s : 0;
        positives += k != i && same(i, k) ? 1 : 0;
      }
      sum += Math.log(all) - own / positives;
    }
    assertClose(actual, sum / n);
  }

  @Test
  void hyperbolic() {
    double actual = loss("hyperbolic", "curvature = 0.5, clip = 1, temperature = 0.6");
    double[][] h =
        Arrays.stream(x).map(row -> LabelLoops.inBall(row, 0.5, 1)).toArray(double[][]::new);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double all = 0;
      double own = 0;
      int positives = 0;
      for (int k = 0; k < n; k++) {
        double score = k == i ? 0 : -LabelLoops.hyperbolicDistance(h[i], h[k], 0.5) / 0.6;
        all += k == i ? 0 : Math.exp(score);
        own += k != i && same(i, k) ? score : 0;
        positives += k != i && same(i, k) ? 1 : 0;
      }
      sum += Math.log(all) - own / positives;
    }
    assertClose(actual, sum / n);
  }

  @Test
  void smoothAp() {
    double actual = loss("smooth-ap", "temperature = 0.2");
    double precision =
        LabelLoops.precision(units(x), y, t -> sigmoid(t / 0.2), t -> sigmoid(t / 0.2));
    assertClose(actual, 1 - precision);
  }

  @Test
  void roadmap() {
    double actual =
        loss(
            "roadmap",
            "temperature = 0.2, rho = 3, delta = 0.1, alpha = 0.8, beta = 0.1, lambda = 0.3");
    double precision =
        LabelLoops.precision(
            units(x),
            y,
            t -> t >= 0 ? 1 : 0,
            t ->
                t < 0
                    ? sigmoid(t / 0.2)
                    : t <= 0.1 ? 0.5 + sigmoid(t / 0.2) : 3 * (t - 0.1) + 0.5 + sigmoid(0.1 / 0.2));
    double calibration = 0;
    for (int i = 0; i < n; i++) {
      List<Double> far = new ArrayList<>();
      List<Double> near = new ArrayList<>();
      for (int k = 0; k < n; k++) {
        double s = inner(unit(x[i]), unit(x[k]));
        if (k != i) {
          (same(i, k) ? far : near).add(hinge(same(i, k) ? 0.8 - s : s - 0.1));
        }
      }
      calibration += (mean(far) + mean(near)) / n;
    }
    assertClose(actual, 0.7 * (1 - precision) + 0.3 * calibration);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
