package io.reflux.objective;

import static io.reflux.objective.PlainMath.distance;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.linear;
import static io.reflux.objective.PlainMath.logSumExp;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The losses with something trained for each class, derived again by plain loops. */
class PlainProxyTest extends PlainLoops {

  private double[][] proxies() {
    return units(rows(parameter("proxies"), CLASSES));
  }

  @Test
  void proxyAnchor() {
    double actual = loss("proxy-anchor", "margin = 0.1, alpha = 4");
    double[][] u = units(x);
    double[][] q = proxies();
    double pulled = 0;
    double pushed = 0;
    for (int p = 0; p < CLASSES; p++) {
      double positives = 0;
      double negatives = 0;
      for (int i = 0; i < n; i++) {
        double c = inner(u[i], q[p]);
        positives += y[i] == p ? Math.exp(-4 * (c - 0.1)) : 0;
        negatives += y[i] == p ? 0 : Math.exp(4 * (c + 0.1));
      }
      pulled += Math.log(1 + positives);
      pushed += Math.log(1 + negatives);
    }
    assertClose(actual, (pulled + pushed) / CLASSES); // every class is in the batch
  }

  @Test
  void proxyNca() {
    for (String variant : List.of("paper", "original")) {
      double actual = loss("proxy-nca", "scale = 3, variant = " + variant);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        List<Double> others = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
          if (c != y[i] || variant.equals("original")) {
            others.add(-3 * Math.pow(distance(unit(x[i]), proxies()[c]), 2));
          }
        }
        sum += 3 * Math.pow(distance(unit(x[i]), proxies()[y[i]]), 2) + logSumExp(array(others));
      }
      assertClose(actual, sum / n);
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void oproxy() {
    for (boolean euclidean : new boolean[] {false, true}) {
      double sign = euclidean ? -1 : 1;
      for (String mode : List.of("anchor", "nca")) {
        double actual =
            loss(
                "oproxy",
                "positive-alpha = 3, positive-delta = 0.2, negative-alpha = 4, negative-delta ="
                    + " -0.1, euclidean = "
                    + euclidean
                    + ", mode = "
                    + mode);
        double[][] u = units(x);
        double[][] q = proxies();
        BiFunction<Integer, Integer, Double> sim =
            (i, c) -> euclidean ? distance(u[i], q[c]) : inner(u[i], q[c]);
        double positives = 0;
        for (int j = 0; j < n; j++) { // either index: P is over rows and rows
          List<Double> terms = new ArrayList<>();
          for (int k = 0; k < n; k++) {
            int i = mode.equals("anchor") ? k : j;
            int own = mode.equals("anchor") ? j : k;
            if (same(j, k)) {
              terms.add(-sign * 3 * (sim.apply(i, y[own]) - 0.2));
            }
          }
          positives += softplus(logSumExp(array(terms))) / n;
        }
        assertClose(actual, positives + negatives(mode.equals("anchor"), sign, sim));
      }
    }
  }

  private double negatives(boolean anchor, double sign, BiFunction<Integer, Integer, Double> sim) {
    double sum = 0;
    int outer = anchor ? CLASSES : n;
    for (int a = 0; a < outer; a++) {
      List<Double> terms = new ArrayList<>();
      for (int b = 0; b < (anchor ? n : CLASSES); b++) {
        int i = anchor ? b : a;
        int c = anchor ? a : b;
        if (y[i] != c) {
          terms.add(sign * 4 * (sim.apply(i, c) + 0.1));
        }
      }
      sum += softplus(logSumExp(array(terms))) / outer;
    }
    return sum;
  }

  private static double softplus(double x) {
    return Math.log(1 + Math.exp(x));
  }

  @Test
  void softmax() {
    double actual = loss("softmax", "temperature = 0.2");
    assertClose(actual, overClasses((i, c) -> product(i, c) / 0.2));
  }

  /** The inner product of a row, taken as it is, with a class vector at length 1. */
  private double product(int i, int c) {
    return inner(x[i], unit(rows(parameter("class-vectors"), CLASSES)[c]));
  }

  private double overClasses(BiFunction<Integer, Integer, Double> logit) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int row = i;
      double[] logits = new double[CLASSES];
      Arrays.setAll(logits, c -> logit.apply(row, c));
      sum += PlainMath.crossEntropy(logits, y[i]);
    }
    return sum / n;
  }

  @Test
  void crossEntropy() {
    double actual = loss("cross-entropy", "temperature = 0.5");
    double[] w = parameter("classifier.weight");
    double[] b = parameter("classifier.bias");
    assertClose(actual, overClasses((i, c) -> linear(w, b, x[i])[c] / 0.5));
  }

  @Test
  void arcface() {
    for (double margin : new double[] {0, 0.4}) {
      // The original's margin does nothing.
      String variant = margin == 0 ? "original" : "paper";
      double actual = loss("arcface", "margin = 0.4, scale = 5, variant = " + variant);
      assertClose(
          actual,
          overClasses(
              (i, c) -> {
                double cos = Math.max(1e-10, Math.min(1 - 1e-10, product(i, c)));
                return 5 * (c == y[i] ? Math.cos(Math.acos(cos) + margin) : cos);
              }));
    }
  }

  @Test
  void softTriple() {
    double actual = loss("soft-triple", "centroids = 3, gamma = 0.2, lambda = 5, margin = 0.1");
    double[][] w = columns(parameter("centroids"), 3 * CLASSES);
    double expected =
        overClasses(
            (i, c) -> {
              double weights = 0;
              double sum = 0;
              for (int k = 0; k < 3; k++) {
                double s = inner(x[i], w[3 * c + k]);
                weights += Math.exp(s / 0.2);
                sum += Math.exp(s / 0.2) * s;
              }
              return 5 * (sum / weights - (c == y[i] ? 0.1 : 0));
            });
    double spread = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int k = 0; k < 3; k++) {
        for (int l = k + 1; l < 3; l++) {
          spread += Math.sqrt(2 + 1e-5 - 2 * inner(w[3 * c + k], w[3 * c + l]));
        }
      }
    }
    assertClose(actual, expected + 0.2 * spread / (CLASSES * 3 * 2));
  }

  /** The columns of a matrix that lies row by row, each of length 1. */
  private static double[][] columns(double[] flat, int count) {
    double[][] columns = new double[count][flat.length / count];
    for (int c = 0; c < count; c++) {
      for (int row = 0; row < columns[c].length; row++) {
        columns[c][row] = flat[row * count + c];
      }
      columns[c] = unit(columns[c]);
    }
    return columns;
  }

  @Test
  void cosface() {
    double actual = loss("cosface", "margin = 0.3, scale = 5");
    assertClose(
        actual, overClasses((i, c) -> 5 * (cosine(i, c) - (c.intValue() == y[i] ? 0.3 : 0))));
  }

  private double cosine(int i, int c) {
    return product(i, c) / PlainMath.length(x[i]);
  }

  @Test
  void subcenterArcface() {
    // With 2.5 some angles are beyond π.
    for (double margin : new double[] {0.4, 2.5}) {
      double actual = loss("subcenter-arcface", "centers = 3, margin = " + margin + ", scale = 5");
      double[][] w = units(rows(parameter("class-vectors"), 3 * CLASSES));
      assertClose(
          actual,
          overClasses(
              (i, c) -> {
                double most = -2;
                for (int k = 0; k < 3; k++) {
                  most = Math.max(most, inner(unit(x[i]), w[3 * c + k]));
                }
                double angle = Math.acos(most) + margin;
                double wider = angle > Math.PI ? most - margin * Math.sin(margin) : Math.cos(angle);
                return 5 * (c == y[i] ? wider : most);
              }));
    }
  }

  @Test
  void adaface() {
    String settings = StoppedGradientsTest.settings("adaface");
    double actual = loss("adaface", settings);
    assertClose(actual, LabelLoops.adaFace(input, x, x));
    Loss loss = new TrialBatch(TrialBatch.named("adaface", settings), scope()).loss(input);
    double[] lengths = Arrays.stream(x).mapToDouble(PlainMath::length).toArray();
    assertClose(
        Objects.requireNonNull(loss.memories().get("length-mean")).toDoubleArray()[0],
        0.5 * 20 + 0.5 * PlainMath.mean(lengths));
    assertClose(
        Objects.requireNonNull(loss.memories().get("length-deviation")).toDoubleArray()[0],
        0.5 * 100 + 0.5 * LabelLoops.deviation(lengths));
  }
}
