package io.reflux.objective;

import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.linear;
import static io.reflux.objective.PlainMath.minus;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.smoothL1;
import static io.reflux.objective.PlainMath.unit;
import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The losses from a teacher's features without labels, derived again by plain loops. */
class PlainFeatureTest extends PlainLoops {
  private static final String FEATURES =
      "student-output = features, teacher-output = features, projection = linear";

  /** The student's features in the teacher's size. */
  private double[][] projected() {
    double[] w = parameter("projection.weight");
    double[] b = parameter("projection.bias");
    return Arrays.stream(student("features"))
        .map(row -> linear(w, b, row))
        .toArray(double[][]::new);
  }

  @Test
  void queueSimilarity() {
    String settings =
        "queue-size = 7, projection = none, teacher-temperature = 0.3, student-temperature = 0.5";
    double actual = loss("queue-similarity", settings);
    assertClose(actual, queueSimilarity(x, teacher));
    double sized = loss("queue-similarity", settings + ", " + FEATURES);
    assertClose(sized, queueSimilarity(projected(), teacher("features")));
    Loss loss = again("queue-similarity", settings + ", " + FEATURES);
    double[][] queue = rows(memory(loss, "queue"), 7);
    double[][] t = units(teacher("features"));
    for (int k = 0; k < 7; k++) {
      assertThat(PlainMath.distance(queue[k], t[n - 7 + k])).isLessThan(1e-12);
    }
  }

  private double queueSimilarity(double[][] ours, double[][] theirs) {
    double[][] queue = rows(input.memory("queue").toDoubleArray(), 7);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[] t = unit(theirs[i]);
      double[] s = unit(ours[i]);
      double[] target = new double[8];
      double[] scores = new double[8];
      for (int k = 0; k < 8; k++) {
        double[] other = k == 0 ? t : queue[k - 1];
        target[k] = inner(t, other) / 0.3;
        scores[k] = inner(s, other) / 0.5;
      }
      sum += FeatureLoops.divergence(target, scores);
    }
    return sum / n;
  }

  private Loss again(String name, String settings) {
    return new TrialBatch(TrialBatch.named(name, settings), scope()).loss(input);
  }

  private static double[] memory(Loss loss, String name) {
    return Objects.requireNonNull(loss.memories().get(name)).toDoubleArray();
  }

  @Test
  void relationalKl() {
    String settings = "teacher-temperature = 0.3, student-temperature = 0.5, queue-size = ";
    for (int size : new int[] {0, 5}) {
      double actual = loss("relational-kl", settings + size);
      // Both queues begin with zeros.
      assertClose(actual, relationalKl(new double[size][6], new double[size][6]));
    }
    Loss first = again("relational-kl", settings + 5);
    double[][] ours = rows(memory(first, "student"), 5);
    double[][] theirs = rows(memory(first, "teacher"), 5);
    input =
        new LossInput(
            input.student(),
            input.teacher(),
            y,
            input.exampleIds(),
            1,
            input.tuples(),
            Map.of(),
            first.memories(),
            1);
    double second = again("relational-kl", settings + 5).value().getDouble();
    assertClose(second, relationalKl(ours, theirs));
  }

  private double relationalKl(double[][] ours, double[][] theirs) {
    double[][] s = units(x);
    double[][] t = units(teacher);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      int row = i;
      int[] others = IntStream.range(0, n).filter(k -> k != row).toArray();
      double[] scores = new double[others.length + ours.length];
      double[] target = new double[scores.length];
      for (int k = 0; k < scores.length; k++) {
        int old = k - others.length;
        scores[k] = inner(s[i], old < 0 ? s[others[k]] : ours[old]) / 0.5;
        target[k] = inner(t[i], old < 0 ? t[others[k]] : theirs[old]) / 0.3;
      }
      sum += FeatureLoops.divergence(target, scores);
    }
    return sum / n;
  }

  @Test
  void featureRegression() {
    String weights = "projection = none, cosine = 0.7, smooth-l1 = 0.4, mse = 0.2";
    assertClose(loss("feature-regression", weights), regression(x, teacher));
    double sized = loss("feature-regression", weights + ", " + FEATURES);
    assertClose(sized, regression(projected(), teacher("features")));
    String standardized = weights + ", standardized = true";
    double scaled = loss("feature-regression", standardized);
    assertClose(scaled, regression(x, standardized(teacher, teacher)));
    // The second batch is standardized by both.
    Loss first = again("feature-regression", standardized);
    double[][] both = new double[2 * n][];
    for (int i = 0; i < n; i++) {
      both[i] = teacher[i];
      both[n + i] = Arrays.stream(teacher[i]).map(each -> 3 * each + 1).toArray();
    }
    input =
        new LossInput(
            input.student(),
            Map.of("embedding", input.teacherEmbeddings().mul(3).add(1)),
            y,
            input.exampleIds(),
            1,
            input.tuples(),
            Map.of(),
            first.memories(),
            1);
    double second = again("feature-regression", standardized).value().getDouble();
    assertClose(second, regression(x, standardized(Arrays.copyOfRange(both, n, 2 * n), both)));
  }

  private static double[][] standardized(double[][] rows, double[][] all) {
    int size = all[0].length;
    double[] mean = new double[size];
    double variance = 0;
    for (int c = 0; c < size; c++) {
      int component = c;
      mean[c] = PlainMath.sum(all.length, i -> all[i][component]) / all.length;
      double center = mean[c];
      variance +=
          PlainMath.sum(all.length, i -> Math.pow(all[i][component] - center, 2))
              / all.length
              / size;
    }
    double deviation = Math.sqrt(variance);
    return Arrays.stream(rows)
        .map(row -> Arrays.stream(minus(row, mean)).map(each -> each / deviation).toArray())
        .toArray(double[][]::new);
  }

  private double regression(double[][] predictions, double[][] targets) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[] p = predictions[i];
      double[] t = targets[i];
      sum += 0.7 * (1 - inner(unit(p), unit(t))) / n;
      for (double each : minus(p, t)) {
        sum += (0.4 * smoothL1(each) + 0.2 * each * each) / (n * p.length);
      }
    }
    return sum;
  }

  @Test
  void contextualRelaxedContrastive() {
    String name = "contextual-relaxed-contrastive";
    double actual = loss(name, StoppedGradientsTest.settings(name));
    assertClose(actual, FeatureLoops.contextual(input, student("features")));
  }

  @Test
  void cosPress() {
    double actual = loss("cos-press", StoppedGradientsTest.settings("cos-press"));
    assertClose(actual, FeatureLoops.cosPress(input, parameter("compression")));
  }

  @Test
  void principalAxes() {
    double actual = loss("principal-axes", "");
    double[][] fitted = rows(input.memory("axes").toDoubleArray(), 7);
    double cosines = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double[] target = new double[6];
      for (int a = 0; a < 6; a++) {
        target[a] = inner(fitted[a + 1], minus(teacher[i], fitted[0]));
        squares += Math.pow(x[i][a] - target[a], 2);
      }
      cosines += 1 - inner(unit(x[i]), unit(target));
    }
    assertClose(actual, cosines / n);
    double both = loss("principal-axes", "cosine = 0.5, mse = 2");
    assertClose(both, 0.5 * cosines / n + 2 * squares / (n * 6));
  }

  @Test
  void tokenSimilarity() {
    double actual = loss("token-similarity", "student-output = map2, teacher-output = map2");
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[][] s = tokens(student("map2")[i], 4);
      double[][] t = tokens(teacher("map2")[i], 6);
      for (int a = 0; a < 9; a++) {
        for (int b = 0; b < 9; b++) {
          sum += Math.pow(inner(s[a], s[b]) - inner(t[a], t[b]), 2);
        }
      }
    }
    assertClose(actual, sum / (n * 81));
  }

  /** The places of a map that lies channel by channel, each of length 1. */
  private static double[][] tokens(double[] map, int channels) {
    double[][] c = rows(map, channels);
    double[][] tokens = new double[c[0].length][channels];
    for (int place = 0; place < tokens.length; place++) {
      for (int k = 0; k < channels; k++) {
        tokens[place][k] = c[k][place];
      }
    }
    return units(tokens);
  }

  @Test
  void nothingToRegressIsRefused() {
    String settings = "cosine = 0, smooth-l1 = 0, mse = 0";
    assertThatThrownBy(() -> TrialBatch.named("feature-regression", settings))
        .hasMessageContaining("mse");
  }
}
