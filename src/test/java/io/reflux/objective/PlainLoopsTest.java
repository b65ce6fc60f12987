package io.reflux.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values derived again by plain loops, above all for variants that no golden case covers. */
class PlainLoopsTest {
  private final TensorScope scope = TensorScope.open("test", Device.CPU);

  private double[][] x = new double[0][];
  private double[][] teacher = new double[0][];
  private LossInput input = emptyInput();

  private static LossInput emptyInput() {
    return new LossInput(
        Map.of(), Map.of(), new int[0], new int[0], 1, Tuples.NONE, Map.of(), Map.of(), 0);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** Computes a loss on a trial batch, and keeps the batch for the loops. */
  private double loss(String name, String settings) {
    TrialBatch batch = new TrialBatch(TrialBatch.named(name, settings), scope);
    input = batch.input();
    if (input.student().containsKey("embedding")) {
      x = rows(input.embeddings().toDoubleArray(), input.labels().length);
    }
    teacher =
        input.teacher().containsKey("embedding")
            ? rows(input.teacherEmbeddings().toDoubleArray(), input.labels().length)
            : x;
    return batch.loss(input).value().getDouble();
  }

  @Test
  void relaxedContrastive() {
    double actual = loss("relaxed-contrastive", "sigma = 0.7, delta = 1.2");
    int n = x.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double mean = 0;
      for (int k = 0; k < n; k++) {
        mean += distance(x[i], x[k]) / n;
      }
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double t = distance(unit(teacher[i]), unit(teacher[j]));
          double w = Math.exp(-t * t / 0.7);
          double r = distance(x[i], x[j]) / mean;
          sum += w * r * r + (1 - w) * Math.pow(Math.max(0, 1.2 - r), 2);
        }
      }
    }
    assertClose(actual, sum / n);
  }

  @Test
  void rkdAngle() {
    double actual = loss("rkd-angle", "");
    int n = x.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          double z = angle(x, i, j, k) - angle(teacher, i, j, k);
          sum += Math.abs(z) < 1 ? z * z / 2 : Math.abs(z) - 0.5;
        }
      }
    }
    assertClose(actual, sum / (n * n * n));
  }

  @Test
  void tripletMarginOverAllTriplets() {
    double actual = loss("triplet-margin", "margin = 0.3");
    double sum = 0;
    int active = 0;
    for (int a = 0; a < x.length; a++) {
      for (int p = 0; p < x.length; p++) {
        for (int n = 0; n < x.length; n++) {
          if (a != p && same(a, p) && !same(a, n)) {
            double near = distance(unit(x[a]), unit(x[p]));
            double hinge = near - distance(unit(x[a]), unit(x[n])) + 0.3;
            sum += Math.max(0, hinge);
            active += hinge > 0 ? 1 : 0;
          }
        }
      }
    }
    assertThat(active).isPositive();
    assertClose(actual, sum / active);
  }

  @Test
  void marginCountsActiveTerms() {
    for (String betas : new String[] {"shared", "constant", "per-class"}) {
      double actual = loss("margin", "margin = 0.3, beta = 1, betas = " + betas);
      double sum = 0;
      int active = 0;
      for (int[] t : input.tuples().rows()) {
        double pos = Math.sqrt(Math.pow(distance(x[t[0]], x[t[1]]), 2) + 1e-8) - 1 + 0.3;
        double neg = 1 - Math.sqrt(Math.pow(distance(x[t[0]], x[t[2]]), 2) + 1e-8) + 0.3;
        sum += Math.max(0, pos) + Math.max(0, neg);
        active += (pos > 0 ? 1 : 0) + (neg > 0 ? 1 : 0);
      }
      assertThat(active).isBetween(1, 2 * input.tuples().size() - 1);
      assertClose(actual, sum / active);
    }
  }

  @Test
  void quadrupletFindsItsFourthInLaterTriplets() {
    double actual = loss("quadruplet", "margin-1 = 0.4, margin-2 = 0.6");
    int[][] rows = input.tuples().rows();
    double first = 0;
    double second = 0;
    for (int i = 0; i < rows.length; i++) {
      double near = distance(x[rows[i][0]], x[rows[i][1]]);
      first += Math.max(0, near - distance(x[rows[i][0]], x[rows[i][2]]) + 0.4);
      int row = i;
      int fourth =
          IntStream.range(1, rows.length)
              .map(step -> rows[(row + step) % rows.length][2])
              .filter(f -> !same(f, rows[row][0]) && !same(f, rows[row][2]))
              .findFirst()
              .orElseThrow();
      second += Math.max(0, near - distance(x[rows[i][2]], x[fourth]) + 0.6);
    }
    assertThat(second).isPositive();
    assertClose(actual, (first + second) / rows.length);
  }

  @Test
  void softTripleOfThePaper() {
    double actual = loss("soft-triple", "centroids = 3, gamma = 0.2, lambda = 5, margin = 0.1");
    double[] flat = input.parameter("centroids").toDoubleArray();
    double[][] columns = new double[12][6];
    for (int column = 0; column < 12; column++) {
      for (int row = 0; row < 6; row++) {
        columns[column][row] = flat[row * 12 + column];
      }
      columns[column] = unit(columns[column]);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double[] logits = new double[4];
      for (int c = 0; c < 4; c++) {
        double weights = 0;
        for (int k = 0; k < 3; k++) {
          double s = inner(x[i], columns[3 * c + k]);
          weights += Math.exp(s / 0.2);
          logits[c] += Math.exp(s / 0.2) * s;
        }
        logits[c] = 5 * (logits[c] / weights - (c == input.labels()[i] ? 0.1 : 0));
      }
      double all = 0;
      for (double logit : logits) {
        all += Math.exp(logit);
      }
      sum += Math.log(all) - logits[input.labels()[i]];
    }
    assertClose(actual, sum / x.length + 0.2 * spread(columns));
  }

  private static double spread(double[][] columns) {
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      for (int k = 0; k < 3; k++) {
        for (int l = k + 1; l < 3; l++) {
          sum += Math.sqrt(2 + 1e-5 - 2 * inner(columns[3 * c + k], columns[3 * c + l]));
        }
      }
    }
    return sum / (4 * 3 * 2);
  }

  @Test
  void oneWeightOfSeparationCountsForEveryDirection() {
    String directions = "directions = [shared-discriminative, intra-discriminative]";
    double one = loss("adversarial-separation", directions + ", weights = [7], hidden = 5");
    double two = loss("adversarial-separation", directions + ", weights = [7, 7], hidden = 5");
    double first = loss("adversarial-separation", directions + ", weights = [7, 0], hidden = 5");
    double original =
        loss(
            "adversarial-separation",
            directions + ", weights = [7], hidden = 5, variant = original");
    assertThat(one).isEqualTo(two).isLessThan(first);
    assertThat(original).isEqualTo(first);
  }

  @Test
  void lifted() {
    double actual = loss("lifted", "negative-margin = 1.5, l2-weight = 0.01");
    double sum = 0;
    double lengths = 0;
    for (int a = 0; a < x.length; a++) {
      double positives = 0;
      double negatives = 0;
      for (int b = 0; b < x.length; b++) {
        double[] difference = new double[6];
        for (int k = 0; k < 6; k++) {
          difference[k] = x[a][k] - x[b][k] + 1e-6;
        }
        double d = Math.sqrt(inner(difference, difference));
        positives += a != b && same(a, b) ? Math.exp(d) : 0;
        negatives += same(a, b) ? 0 : Math.exp(1.5 - d);
      }
      sum += Math.max(0, Math.log(positives) + Math.log(negatives));
      lengths += Math.sqrt(inner(x[a], x[a]));
    }
    assertClose(actual, (sum + 0.01 * lengths) / x.length);
  }

  private boolean same(int i, int j) {
    return input.labels()[i] == input.labels()[j];
  }

  private static double angle(double[][] rows, int i, int j, int k) {
    if (i == j || i == k) {
      return 0;
    }
    double[] first = new double[rows[i].length];
    double[] second = new double[rows[i].length];
    for (int c = 0; c < first.length; c++) {
      first[c] = rows[j][c] - rows[i][c];
      second[c] = rows[k][c] - rows[i][c];
    }
    return inner(unit(first), unit(second));
  }

  private static double[] unit(double[] row) {
    double length = Math.sqrt(inner(row, row));
    double[] unit = new double[row.length];
    for (int c = 0; c < row.length; c++) {
      unit[c] = row[c] / length;
    }
    return unit;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return Math.sqrt(sum);
  }

  private static double inner(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  private static double[][] rows(double[] flat, int n) {
    double[][] rows = new double[n][flat.length / n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(flat, i * rows[i].length, rows[i], 0, rows[i].length);
    }
    return rows;
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }
}
