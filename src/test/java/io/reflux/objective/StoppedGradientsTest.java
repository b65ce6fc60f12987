package io.reflux.objective;

import static io.reflux.objective.PlainMath.rows;
import static io.reflux.objective.PlainMath.units;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses of which a part is a constant by definition: their gradient is that of a surrogate in
 * which the part stands still.
 */
class StoppedGradientsTest {
  private static final Map<String, String> STOPPED = new LinkedHashMap<>();

  static {
    STOPPED.put("circle", "margin = 0.3, scale = 4");
    STOPPED.put("cos-press", "compression-weight = 2");
    STOPPED.put("contextual-relaxed-contrastive", "neighbours = 4, sigma = 2, delta = 1.2");
    STOPPED.put("adaface", "margin = 0.4, concentration = 2, scale = 5, update = 0.5");
  }

  /** The names of the losses whose gradient is that of a surrogate. */
  static Stream<String> stopped() {
    return STOPPED.keySet().stream();
  }

  /** The settings under which the loops compute. */
  static String settings(String name) {
    return Objects.requireNonNull(STOPPED.get(name));
  }

  @ParameterizedTest
  @MethodSource("stopped")
  void theGradientIsThatOfTheSurrogate(String name) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      TrialBatch batch = new TrialBatch(TrialBatch.named(name, settings(name)), scope);
      LossInput input = batch.input();
      ToDoubleFunction<LossInput> surrogate = surrogate(name, input);
      FiniteDifferences.check(batch.loss(input), input, () -> surrogate.applyAsDouble(input));
    }
  }

  /** A loss whose stopped parts stay as they are in an input; what it holds is copied now. */
  private static ToDoubleFunction<LossInput> surrogate(String name, LossInput input) {
    double[][] still = embeddings(input);
    return switch (name) {
      case "circle" ->
          moved -> LabelLoops.circle(units(embeddings(moved)), units(still), moved.labels());
      case "adaface" -> moved -> LabelLoops.adaFace(moved, embeddings(moved), still);
      case "cos-press" -> {
        double[] map = input.parameter("compression").toDoubleArray();
        yield moved -> FeatureLoops.cosPress(moved, map);
      }
      case "contextual-relaxed-contrastive" -> {
        int n = input.labels().length;
        double[][] wide = rows(input.studentOutput("features").toDoubleArray(), n);
        yield moved -> FeatureLoops.contextual(moved, wide);
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double[][] embeddings(LossInput input) {
    return rows(input.embeddings().toDoubleArray(), input.labels().length);
  }
}
