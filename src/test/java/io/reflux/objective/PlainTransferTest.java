package io.reflux.objective;

import static io.reflux.objective.PlainMath.distance;
import static io.reflux.objective.PlainMath.hinge;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.length;
import static io.reflux.objective.PlainMath.linear;
import static io.reflux.objective.PlainMath.minus;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.smoothL1;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The losses from a teacher, derived again by plain loops. */
class PlainTransferTest extends PlainLoops {

  /** How much a pair counts as a positive. */
  private double w(int i, int j, double sigma) {
    double t = distance(unit(teacher[i]), unit(teacher[j]));
    return Math.exp(-t * t / sigma);
  }

  /** The student's distance in units of the mean of its row. */
  private double r(int i, int j) {
    double mean = PlainMath.sum(n, k -> distance(x[i], x[k])) / n;
    return distance(x[i], x[j]) / mean;
  }

  @Test
  void relaxedContrastive() {
    double actual = loss("relaxed-contrastive", "sigma = 0.7, delta = 1.2");
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double w = w(i, j, 0.7);
          sum += w * r(i, j) * r(i, j) + (1 - w) * Math.pow(hinge(1.2 - r(i, j)), 2);
        }
      }
    }
    assertClose(actual, sum / n);
  }

  @Test
  void relaxedMultiSimilarity() {
    double a = 1.5;
    double b = 2;
    for (int views : new int[] {1, 2}) {
      double actual =
          loss(
              "relaxed-multi-similarity",
              "sigma = 0.7, delta = 1.2, positive-scale = 1.5, negative-scale = 2",
              views);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double pull = 0;
        double push = 0;
        for (int j = 0; j < n; j++) {
          boolean partner = views == 2 && i % (n / 2) == j % (n / 2);
          double w = partner ? 1 : w(i, j, 0.7);
          pull += i == j ? 0 : w * Math.exp(a * r(i, j));
          push += i == j ? 0 : (1 - w) * Math.exp(b * (1.2 - r(i, j)));
        }
        sum += Math.log(1 + pull) / a + Math.log(1 + push) / b;
      }
      assertClose(actual, sum / n);
    }
  }

  @Test
  void rkdDistance() {
    assertClose(loss("rkd-distance", ""), relationsOfTwo());
  }

  private double relationsOfTwo() {
    double ofStudent = 0;
    double ofTeacher = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        ofStudent += distance(x[i], x[j]) / (n * (n - 1));
        ofTeacher += distance(teacher[i], teacher[j]) / (n * (n - 1));
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum +=
            smoothL1(
                distance(x[i], x[j]) / ofStudent - distance(teacher[i], teacher[j]) / ofTeacher);
      }
    }
    return sum / (n * n);
  }

  @Test
  void rkdAngle() {
    assertClose(loss("rkd-angle", ""), relationsOfThree());
  }

  private double relationsOfThree() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          sum += smoothL1(angle(x, i, j, k) - angle(teacher, i, j, k));
        }
      }
    }
    return sum / (n * n * n);
  }

  private static double angle(double[][] rows, int i, int j, int k) {
    return i == j || i == k
        ? 0
        : inner(unit(minus(rows[j], rows[i])), unit(minus(rows[k], rows[i])));
  }

  @Test
  void rkd() {
    double actual = loss("rkd", "distance-weight = 2, angle-weight = 3");
    assertClose(actual, 2 * relationsOfTwo() + 3 * relationsOfThree());
  }

  @Test
  void pkt() {
    double eps = 1e-3;
    double actual = loss("pkt", "eps = 1e-3");
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double p = chance(teacher, i, j, eps);
        sum += p * Math.log((p + eps) / (chance(x, i, j, eps) + eps));
      }
    }
    assertClose(actual, sum / (n * n));
  }

  /** How likely row i picks row j. */
  private double chance(double[][] rows, int i, int j, double eps) {
    return kernel(rows, i, j, eps) / PlainMath.sum(n, k -> kernel(rows, i, k, eps));
  }

  private static double kernel(double[][] rows, int i, int j, double eps) {
    double lengths = (length(rows[i]) + eps) * (length(rows[j]) + eps);
    return (inner(rows[i], rows[j]) / lengths + 1) / 2;
  }

  @Test
  void darkRank() {
    double alpha = 2;
    double beta = 1.5;
    double actual =
        loss(
            "dark-rank",
            "alpha = 2, beta = 1.5, permute-length = 4, triplet-margin = 0.3, triplet-factor ="
                + " 0.7");
    double rank = 0;
    for (int i = 0; i < n; i++) {
      int row = i;
      List<Integer> q =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(j -> distance(unit(teacher[row]), unit(teacher[j]))))
              .toList();
      for (int k = 0; k < 4; k++) {
        double rest = 0;
        for (int l = k; l < 4; l++) {
          rest += Math.exp(-alpha * Math.pow(distance(unit(x[i]), unit(x[q.get(l)])), beta));
        }
        rank -= -alpha * Math.pow(distance(unit(x[i]), unit(x[q.get(k)])), beta) - Math.log(rest);
      }
    }
    assertClose(actual, rank / n + 0.7 * PlainPairTest.allTriplets(x, y, 0.3));
  }

  @Test
  void fitnet() {
    double actual = loss("fitnet", "outputs = [map1, features]");
    assertClose(actual, hint("map1", 3, 5) + hint("features", 8, 10));
  }

  /** The mean squared difference between W student and teacher, channels from c to c'. */
  private double hint(String output, int from, int to) {
    double[][] w = rows(parameter("transform." + output), to);
    int places = student(output)[0].length / from;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[][] s = rows(student(output)[i], from);
      double[][] t = rows(teacher(output)[i], to);
      for (int c = 0; c < to; c++) {
        for (int p = 0; p < places; p++) {
          double seen = 0;
          for (int k = 0; k < from; k++) {
            seen += w[c][k] * s[k][p];
          }
          sum += Math.pow(seen - t[c][p], 2);
        }
      }
    }
    return sum / (n * to * places);
  }

  @Test
  void attentionTransfer() {
    double actual = loss("attention-transfer", "outputs = [map1, map3]");
    double expected = 0;
    for (String output : List.of("map1", "map3")) {
      int ofStudent = output.equals("map1") ? 3 : 5;
      int ofTeacher = output.equals("map1") ? 5 : 7;
      double sum = 0;
      int places = 0;
      for (int i = 0; i < n; i++) {
        double[] s = attention(rows(student(output)[i], ofStudent));
        double[] t = attention(rows(teacher(output)[i], ofTeacher));
        places = s.length;
        sum += Math.pow(distance(s, t), 2);
      }
      expected += sum / (n * places);
    }
    assertClose(actual, expected);
  }

  private static double[] attention(double[][] map) {
    double[] squares = new double[map[0].length];
    for (double[] channel : map) {
      Arrays.setAll(squares, p -> squares[p] + channel[p] * channel[p] / map.length);
    }
    return unit(squares);
  }

  @Test
  void crd() {
    double actual = loss("crd", "projection = 5, negatives = 3, temperature = 0.3, eps = 1e-4");
    assertThat(input.memory("normalisers").toDoubleArray()).containsExactly(30, 30);
    assertClose(
        actual,
        contrast(student("features"), "student", "teacher")
            + contrast(teacher("features"), "teacher", "student"));
  }

  /** One side's loss: its projected features among the other side's memory. */
  private double contrast(double[][] features, String own, String other) {
    double[][] memory = rows(input.memory(other).toDoubleArray(), TrialBatch.EXAMPLES);
    double c = 3.0 / TrialBatch.EXAMPLES;
    double eps = 1e-4;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[] weight = parameter("embed-" + own + ".weight");
      double[] v = unit(linear(weight, parameter("embed-" + own + ".bias"), features[i]));
      for (int k = 0; k < 4; k++) {
        double s = Math.exp(inner(memory[tuples()[i][k]], v) / 0.3) / 30;
        sum -= Math.log((k == 0 ? s : c) / (s + c + eps));
      }
    }
    return sum / n;
  }

  @Test
  void normalizedRegression() {
    double actual = loss("normalized-regression", "");
    double[][] u = units(x);
    double[][] v = units(teacher);
    assertClose(actual, PlainMath.sum(n, i -> Math.pow(distance(u[i], v[i]), 2)) / n);
  }
}
