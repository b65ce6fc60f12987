package io.reflux.objective;

import static io.reflux.objective.PlainMath.crossEntropy;
import static io.reflux.objective.PlainMath.inner;
import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The losses from the network itself, derived again by plain loops. Where a part has no gradient,
 * the gradient is that of a surrogate in which the part stands still.
 */
class PlainSelfTest extends PlainLoops {
  /** Losses of which a part is a constant by definition, each with its settings. */
  private static final Map<String, String> STOPPED = new LinkedHashMap<>();

  static {
    STOPPED.put("invariant-spread", "temperature = 0.3");
    STOPPED.put("fast-moco", "queue-size = 30, upper-cutoff = 1.45, temperature = 0.5");
    STOPPED.put(
        "adversarial-separation",
        "directions = [shared-discriminative, intra-shared], weights = [2, 3], hidden = 5");
    STOPPED.put(
        "s2sd",
        "base { type = triplet-margin, margin = 0.3 }, target-sizes = [5, 7], temperature = 0.8,"
            + " weight = 3, feature-distillation = true, feature-weight = 2, feature-delay = 0");
  }

  /** The names of the losses whose gradient is that of a surrogate. */
  static Stream<String> stopped() {
    return STOPPED.keySet().stream();
  }

  private static String settings(String name) {
    return Objects.requireNonNull(STOPPED.get(name));
  }

  @Test
  void moco() {
    double actual = loss("moco", "queue-size = 30, temperature = 0.5");
    double[][] ones = new double[n][30];
    Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
    double[][] queue = rows(input.memory("queue").toDoubleArray(), 30);
    assertClose(actual, SelfLoops.contrast(x, teacher, queue, ones, 0.5));
  }

  @Test
  void fastMoco() {
    assertClose(loss("fast-moco", settings("fast-moco")), plain("fast-moco", input));
    double original = loss("fast-moco", settings("fast-moco") + ", variant = original");
    double[][] queue = rows(input.memory("queue").toDoubleArray(), 30);
    double[][] w = SelfLoops.weights(x, queue, true);
    assertClose(original, SelfLoops.contrast(x, teacher, queue, w, 0.5));
  }

  @Test
  void invariantSpread() {
    String name = "invariant-spread";
    assertClose(loss(name, settings(name)), plain(name, input));
  }

  @Test
  void ntXent() {
    double actual = loss("nt-xent", "temperature = 0.3");
    double[][] u = units(x);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double all = 0;
      for (int k = 0; k < n; k++) {
        all += k == i ? 0 : Math.exp(inner(u[i], u[k]) / 0.3);
      }
      sum += Math.log(all) - inner(u[i], u[(i + n / 2) % n]) / 0.3;
    }
    assertClose(actual, sum / n);
  }

  @Test
  void vicReg() {
    double actual = loss("vic-reg", "invariance = 3, variance = 2, covariance = 0.5");
    int half = n / 2;
    int d = x[0].length;
    double alike = 0;
    for (int i = 0; i < half; i++) {
      for (int c = 0; c < d; c++) {
        alike += Math.pow(x[i][c] - x[half + i][c], 2) / (half * d);
      }
    }
    double spread = 0;
    double shared = 0;
    for (int from : new int[] {0, half}) {
      double[][] covariances = SelfLoops.covariances(Arrays.copyOfRange(x, from, from + half));
      for (int c = 0; c < d; c++) {
        spread += PlainMath.hinge(1 - Math.sqrt(covariances[c][c] + 1e-4)) / (2 * d);
        for (int e = 0; e < d; e++) {
          shared += c == e ? 0 : Math.pow(covariances[c][e], 2) / d;
        }
      }
    }
    assertClose(actual, 3 * alike + 2 * spread + 0.5 * shared);
  }

  @Test
  void adversarialSeparation() {
    String name = "adversarial-separation";
    assertClose(loss(name, settings(name)), plain(name, input));
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
  void deepClustering() {
    double actual = loss("deep-clustering", "clusters = 6");
    double[] labels = input.memory("pseudo-labels").toDoubleArray();
    assertClose(actual, classified(6, i -> (int) labels[input.exampleIds()[i]]));
  }

  @Test
  void imageRotation() {
    assertClose(loss("image-rotation", ""), classified(4, i -> y[i]));
  }

  /** The mean cross entropy of a linear classifier of the features. */
  private double classified(int classes, java.util.function.IntUnaryOperator target) {
    double[][] w = rows(parameter("classifier-weight"), classes);
    double[][] features = student("features");
    return PlainMath.sum(
            n,
            i -> {
              double[] logits = new double[classes];
              Arrays.setAll(logits, c -> inner(w[c], features[i]));
              return crossEntropy(logits, target.applyAsInt(i));
            })
        / n;
  }

  @Test
  void s2sd() {
    assertClose(loss("s2sd", settings("s2sd")), plain("s2sd", input));
  }

  @TestFactory
  Stream<DynamicTest> theGradientIsThatOfTheSurrogate() {
    return stopped()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    "surrogate of " + name,
                    () -> {
                      try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
                        Objective objective = TrialBatch.named(name, settings(name));
                        TrialBatch batch = new TrialBatch(objective, scope);
                        LossInput input = batch.input();
                        ToDoubleFunction<LossInput> surrogate = surrogate(name, input);
                        FiniteDifferences.check(
                            batch.loss(input), input, () -> surrogate.applyAsDouble(input));
                      }
                    }));
  }

  private static double plain(String name, LossInput input) {
    return surrogate(name, input).applyAsDouble(input);
  }

  /**
   * A loss whose stopped parts stay as they are in an input.
   *
   * @param still the input; what it holds is copied now
   */
  private static ToDoubleFunction<LossInput> surrogate(String name, LossInput still) {
    return switch (name) {
      case "invariant-spread" -> {
        double[][] z = rowsOf(still, "embedding");
        yield moved -> SelfLoops.invariantSpread(rowsOf(moved, "embedding"), z, 0.3);
      }
      case "fast-moco" -> {
        double[][] queue = rows(still.memory("queue").toDoubleArray(), 30);
        double[][] keys = rows(still.teacherEmbeddings().toDoubleArray(), still.labels().length);
        double[][] w = SelfLoops.weights(rowsOf(still, "embedding"), queue, false);
        yield moved -> SelfLoops.contrast(rowsOf(moved, "embedding"), keys, queue, w, 0.5);
      }
      case "adversarial-separation" -> separation(still);
      case "s2sd" -> {
        double[][][] z = targets(still);
        yield moved -> {
          double[][][] now = targets(moved);
          return SelfLoops.s2sd(
              units(rowsOf(moved, "embedding")), Arrays.copyOf(now, 2), z, moved.labels());
        };
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  /**
   * The embeddings run against the loss, mirrored at where they are: their gradient turns round.
   */
  private static ToDoubleFunction<LossInput> separation(LossInput still) {
    Map<String, double[][]> at = new LinkedHashMap<>();
    still.student().keySet().forEach(output -> at.put(output, rowsOf(still, output)));
    return moved ->
        -2 * separation(moved, at, "shared", "discriminative")
            - 3 * separation(moved, at, "intra", "shared");
  }

  private static double separation(
      LossInput moved, Map<String, double[][]> at, String from, String to) {
    return SelfLoops.separation(
        mirrored(moved, at, from),
        mirrored(moved, at, to),
        row -> SelfLoops.twoLinear(moved, "regressors." + from + "-" + to, row));
  }

  private static double[][] mirrored(LossInput moved, Map<String, double[][]> at, String output) {
    double[][] rows = rowsOf(moved, output);
    double[][] mirror = Objects.requireNonNull(at.get(output));
    for (int i = 0; i < rows.length; i++) {
      int row = i;
      Arrays.setAll(rows[i], c -> 2 * mirror[row][c] - rows[row][c]);
    }
    return rows;
  }

  /** The wider embeddings of both nets, and last the features, all at length 1. */
  private static double[][][] targets(LossInput input) {
    double[][] features = rowsOf(input, "features");
    double[][][] targets = new double[3][][];
    for (int k = 0; k < 2; k++) {
      String net = "target-nets." + k;
      targets[k] =
          units(
              Arrays.stream(features)
                  .map(row -> SelfLoops.twoLinear(input, net, row))
                  .toArray(double[][]::new));
    }
    targets[2] = units(features);
    return targets;
  }

  private static double[][] rowsOf(LossInput input, String output) {
    return rows(input.studentOutput(output).toDoubleArray(), input.labels().length);
  }
}
