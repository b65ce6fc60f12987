package io.reflux.objective;

import static io.reflux.objective.PlainMath.distance;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.logSumExp;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Losses of a teacher's features by plain loops. */
final class FeatureLoops {
  private FeatureLoops() {}

  /**
   * Cosine-preserving compression of weight 2.
   *
   * @param still the map whose compressed rows the student follows
   */
  static double cosPress(LossInput input, double[] still) {
    int n = input.labels().length;
    double[][] student = units(rows(input.embeddings().toDoubleArray(), n));
    double[][] teacher = units(rows(input.teacherEmbeddings().toDoubleArray(), n));
    int size = student[0].length;
    double[][] moved =
        compressed(rows(input.parameter("compression").toDoubleArray(), size), teacher);
    double[][] followed = compressed(rows(still, size), teacher);
    double kept = 0;
    double lacking = 0;
    for (int i = 0; i < n; i++) {
      lacking += (1 - inner(student[i], followed[i])) / n;
      for (int j = 0; j < n; j++) {
        double change = inner(moved[i], moved[j]) - inner(teacher[i], teacher[j]);
        kept += i == j ? 0 : change * change / (n * (n - 1));
      }
    }
    return lacking + 2 * kept;
  }

  private static double[][] compressed(double[][] map, double[][] rows) {
    return Arrays.stream(rows)
        .map(row -> unit(Arrays.stream(map).mapToDouble(each -> inner(each, row)).toArray()))
        .toArray(double[][]::new);
  }

  /** Σ p (log p - log q) of the softmax of two rows of logits. */
  static double divergence(double[] target, double[] scores) {
    double p = logSumExp(target);
    double q = logSumExp(scores);
    return PlainMath.sum(
        target.length, k -> Math.exp(target[k] - p) * (target[k] - p - scores[k] + q));
  }

  /**
   * Contextual relaxed contrast of 4 neighbours, sigma 2, delta 1.2.
   *
   * @param still the features whose divergence has no gradient
   */
  static double contextual(LossInput input, double[][] still) {
    int n = input.labels().length;
    double[][] f = rows(input.embeddings().toDoubleArray(), n);
    double[][] g = rows(input.studentOutput("features").toDoubleArray(), n);
    double[][] w =
        contextualLabels(units(rows(input.teacherOutput("features").toDoubleArray(), n)));
    double sum = (contrast(f, w) + contrast(g, w)) / 2;
    for (int i = 0; i < n; i++) {
      int row = i;
      double[] target = IntStream.range(0, n).mapToDouble(j -> -relative(still, row, j)).toArray();
      double[] scores = IntStream.range(0, n).mapToDouble(j -> -relative(f, row, j)).toArray();
      sum += divergence(target, scores) / n;
    }
    return sum;
  }

  private static double contrast(double[][] x, double[][] w) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        double r = relative(x, i, j);
        double pushed = Math.pow(PlainMath.hinge(1.2 - r), 2);
        sum += i == j ? 0 : w[i][j] * r * r + (1 - w[i][j]) * pushed;
      }
    }
    return sum / x.length;
  }

  private static double relative(double[][] x, int i, int j) {
    double mean = PlainMath.sum(x.length, k -> distance(x[i], x[k])) / x.length;
    return distance(x[i], x[j]) / mean;
  }

  private static double[][] contextualLabels(double[][] t) {
    int n = t.length;
    List<List<Integer>> near = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] own = t[i];
      near.add(
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> distance(own, t[j])))
              .limit(4)
              .toList());
    }
    List<Set<Integer>> mutual = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Set<Integer> own = new HashSet<>(near.get(i));
      int row = i;
      own.removeIf(j -> !near.get(j).contains(row));
      mutual.add(own);
    }
    double[][] w = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double context = (spread(near, mutual, i, j) + spread(near, mutual, j, i)) / 2;
        w[i][j] = (Math.exp(-Math.pow(distance(t[i], t[j]), 2) / 2) + (float) context) / 2;
      }
    }
    return w;
  }

  /** The mean over the two nearest of what they share with another row. */
  private static double spread(List<List<Integer>> near, List<Set<Integer>> mutual, int i, int j) {
    double sum = 0;
    for (int h : near.get(i).subList(0, 2)) {
      Set<Integer> both = new HashSet<>(mutual.get(h));
      both.retainAll(mutual.get(j));
      sum += mutual.get(h).contains(j) ? both.size() / (double) mutual.get(h).size() / 2 : 0;
    }
    return sum;
  }
}
