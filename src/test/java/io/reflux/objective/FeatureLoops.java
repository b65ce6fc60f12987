package io.reflux.objective;

import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.logSumExp;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;

import java.util.Arrays;

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
}
