package io.reflux.objective;

import static io.reflux.objective.PlainMath.distance;
import static io.reflux.objective.PlainMath.hinge;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.minus;
import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.miner.Tuples;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The losses from mined tuples, derived again by plain loops. */
class PlainTupleTest extends PlainLoops {

  @Test
  void contrastive() {
    double actual = loss("contrastive", "positive-margin = 0.4, negative-margin = 1.3");
    double sum = 0;
    for (int[] t : tuples()) {
      sum += hinge(PlainPairTest.shifted(x[t[0]], x[t[1]]) - 0.4);
      sum += hinge(1.3 - PlainPairTest.shifted(x[t[0]], x[t[2]]));
    }
    assertClose(actual, sum / tuples().length);
  }

  /** As a miner of pairs finds them: in both directions, some of one class, some of two. */
  @Test
  void contrastiveOfPairs() {
    String settings = "positive-margin = 0.4, negative-margin = 1.3";
    loss("contrastive", settings);
    int[][] pairs = {{0, 4}, {4, 0}, {1, 9}, {0, 1}, {2, 3}};
    double near = 0;
    double far = 0;
    for (int[] pair : pairs) {
      double distance = PlainPairTest.shifted(x[pair[0]], x[pair[1]]);
      near += same(pair[0], pair[1]) ? hinge(distance - 0.4) : 0;
      far += same(pair[0], pair[1]) ? 0 : hinge(1.3 - distance);
    }
    assertClose(ofPairs(settings, pairs), near / 3 + far / 2);
    assertClose(
        ofPairs(settings, new int[][] {{0, 1}}), hinge(1.3 - PlainPairTest.shifted(x[0], x[1])));
  }

  private double ofPairs(String settings, int[][] pairs) {
    return TrialBatch.named("contrastive", settings)
        .loss(input.withTuples(new Tuples(pairs)))
        .value()
        .getDouble();
  }

  @Test
  void triplet() {
    double actual = loss("triplet", "margin = 0.3");
    double sum = 0;
    for (int[] t : tuples()) {
      double near = Math.pow(distance(x[t[0]], x[t[1]]), 2);
      sum += hinge(near - Math.pow(distance(x[t[0]], x[t[2]]), 2) + 0.3);
    }
    assertClose(actual, sum / tuples().length);
  }

  @Test
  void margin() {
    for (String betas : new String[] {"shared", "constant", "per-class"}) {
      for (String variant : new String[] {"paper", "original"}) {
        double actual =
            loss("margin", "margin = 0.3, beta = 1, betas = " + betas + ", variant = " + variant);
        double sum = 0;
        int terms = 0;
        int triplets = 0;
        for (int[] t : tuples()) {
          double pos = smooth(t[0], t[1]) - 1 + 0.3;
          double neg = 1 - smooth(t[0], t[2]) + 0.3;
          sum += hinge(pos) + hinge(neg);
          terms += (pos > 0 ? 1 : 0) + (neg > 0 ? 1 : 0);
          triplets += pos > 0 || neg > 0 ? 1 : 0;
        }
        assertThat(terms).isBetween(triplets + 1, 2 * tuples().length - 1);
        assertClose(actual, sum / (variant.equals("paper") ? terms : triplets));
      }
    }
  }

  private double smooth(int a, int b) {
    return Math.sqrt(Math.pow(distance(x[a], x[b]), 2) + 1e-8);
  }

  @Test
  void quadruplet() {
    double actual = loss("quadruplet", "margin-1 = 0.4, margin-2 = 0.6");
    int[][] rows = tuples();
    double first = 0;
    double second = 0;
    for (int i = 0; i < rows.length; i++) {
      double near = distance(x[rows[i][0]], x[rows[i][1]]);
      first += hinge(near - distance(x[rows[i][0]], x[rows[i][2]]) + 0.4);
      int row = i; // its fourth is the negative of a later triplet, of a third class
      int f =
          IntStream.range(1, rows.length)
              .map(step -> rows[(row + step) % rows.length][2])
              .filter(each -> !same(each, rows[row][0]) && !same(each, rows[row][2]))
              .findFirst()
              .orElseThrow();
      second += hinge(near - distance(x[rows[i][2]], x[f]) + 0.6);
    }
    assertThat(second).isPositive();
    assertClose(actual, (first + second) / rows.length);
  }

  @Test
  void snr() {
    double actual = loss("snr", "margin = 0.3, regularization = 0.02");
    double sum = 0;
    int active = 0;
    double sums = 0;
    for (int[] t : tuples()) {
      double signal = variance(x[t[0]]);
      double h =
          hinge(
              variance(minus(x[t[0]], x[t[1]])) / signal
                  - variance(minus(x[t[0]], x[t[2]])) / signal
                  + 0.3);
      sum += h;
      active += h > 0 ? 1 : 0;
      sums += Math.abs(Arrays.stream(x[t[0]]).sum());
    }
    assertThat(active).isBetween(1, tuples().length - 1);
    assertClose(actual, sum / active + 0.02 * sums / tuples().length);
  }

  private static double variance(double[] row) {
    double mean = PlainMath.mean(row);
    return Arrays.stream(row).map(c -> (c - mean) * (c - mean)).sum() / (row.length - 1);
  }

  @Test
  void nPair() {
    double actual = loss("n-pair", "l2-weight = 0.02, divide-by = 2");
    double[][] e =
        Arrays.stream(x)
            .map(row -> Arrays.stream(row).map(c -> c / 2).toArray())
            .toArray(double[][]::new);
    assertClose(actual, pairs(e) + 0.02 * lengths(e));
  }

  /** The mean over tuples of log(1 + Σ_n exp(⟨E_a, E_n⟩ - ⟨E_a, E_p⟩)). */
  private double pairs(double[][] e) {
    double sum = 0;
    for (int[] t : tuples()) {
      double all = 1;
      for (int k = 2; k < t.length; k++) {
        all += Math.exp(inner(e[t[0]], e[t[k]]) - inner(e[t[0]], e[t[1]]));
      }
      sum += Math.log(all);
    }
    return sum / tuples().length;
  }

  private static double lengths(double[][] e) {
    return Arrays.stream(e).mapToDouble(PlainMath::length).average().orElseThrow();
  }

  @Test
  void angular() {
    double actual = loss("angular", "alpha-degrees = 40, angular-weight = 1.5, l2-weight = 0.02");
    double[][] u = units(x);
    double tan = Math.pow(Math.tan(Math.toRadians(40)), 2);
    double sum = 0;
    for (int[] t : tuples()) {
      double all = 1;
      for (int k = 2; k < t.length; k++) {
        double sides = inner(u[t[0]], u[t[k]]) + inner(u[t[1]], u[t[k]]);
        all += Math.exp(4 * tan * sides - 2 * (1 + tan) * inner(u[t[0]], u[t[1]]));
      }
      sum += Math.log(all);
    }
    assertClose(actual, pairs(x) + 1.5 * sum / tuples().length + 0.02 * lengths(x));
  }
}
