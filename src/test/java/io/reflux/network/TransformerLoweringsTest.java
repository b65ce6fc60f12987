package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of vision transformer answers, and learns, alike in all arithmetics. */
class TransformerLoweringsTest {
  private static final String SMALL =
      "backbone = vit, width = 24, depth = 3, patch = 8, image-side = 32, embedding = 10";

  /** What DINOv2 has beyond DINO. */
  private static final String DINOV2 =
      ", registers = 2, perceptron = swiglu, layer-scale = 0.5, position-antialias = true,"
          + " position-offset = 0";

  /** What DINOv3 has. */
  private static final String DINOV3 =
      ", registers = 2, perceptron = swiglu-apart, positions = rotary, mask-token = true,"
          + " qkv-bias = queries-and-values, layer-scale = 0.5, attention-heads = 2";

  private static final String APART = DINOV3 + ", front-norm = true";

  /** SigLIP's: no class token, a query that learns what to look for. */
  private static final String SIGLIP =
      ", class-token = false, vector = attention, perceptron = gelu-tanh";

  /** timm's: two class tokens, a norm before all blocks, the mean of patches. */
  private static final String DISTILLED =
      ", distillation-token = true, pre-norm = true, perceptron = quick-gelu, qkv-bias = none";

  private static final String MEAN = ", vector = mean, class-position = false, perceptron = relu6";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", DINOV2, DINOV3, APART, SIGLIP, DISTILLED, MEAN})
  void everyLoweringEmbedsAlike(String more) throws IOException {
    Network asked = Settings.read(SMALL + ", pooling = own" + more).build();
    float[] exact = embed(asked, Lowering.training(Precision.FLOAT64, "embedding"));
    for (Precision precision : Precision.values()) {
      double least = precision == Precision.BFLOAT16 ? 0.999 : 1 - 1e-9;
      for (Lowering lowering :
          List.of(
              Lowering.training(precision, "embedding"),
              Lowering.inference(precision, "embedding"),
              Lowering.lane(Device.CPU, precision, "embedding"))) {
        assertThat(Cosine.of(embed(asked, lowering), exact))
            .as("%s", lowering)
            .isGreaterThan(least);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", DINOV2, DINOV3, SIGLIP, DISTILLED, MEAN})
  void gradientsOfBfloat16PointTheSameWay(String more) throws IOException {
    Network asked = Settings.read(SMALL + ", pooling = own" + more).build();
    Map<String, float[]> exact = gradients(asked, Precision.FLOAT64);
    Map<String, float[]> coarse = gradients(asked, Precision.BFLOAT16);
    Set<String> learnt =
        asked.keys().stream()
            .filter(key -> key.kind().learns() && key.part() != Key.Part.UNUSED)
            .map(Key::name)
            .collect(Collectors.toSet());
    assertThat(exact).containsOnlyKeys(learnt);
    exact.forEach(
        (key, gradient) ->
            assertThat(Cosine.of(Objects.requireNonNull(coarse.get(key)), gradient))
                .as(key)
                .isGreaterThan(0.99));
  }

  private float[] embed(Network asked, Lowering lowering) throws IOException {
    Path file = folder.resolve("embed.pt");
    asked.lower(lowering.onNumbers(), asked.initialWeights(Chance.of(5)), file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      return floats(program.infer(new NDList(images(scope, 48))).head());
    }
  }

  private Map<String, float[]> gradients(Network asked, Precision precision) throws IOException {
    Path file = folder.resolve("gradients.pt");
    Lowering lowering = Lowering.training(precision, "embedding").onNumbers();
    asked.lower(lowering, asked.initialWeights(Chance.of(5)), file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      program.train();
      NDList input = new NDList(images(scope, 48));
      Autograd.recording(
          () -> {
            NDArray loss = program.run("forward", input).head().pow(2).mean();
            Autograd.backward(loss);
            return loss;
          });
      Map<String, float[]> gradients = new LinkedHashMap<>();
      program.parameters().forEach((key, each) -> gradients.put(key, floats(each.getGradient())));
      return gradients;
    }
  }

  private static NDArray images(TensorScope scope, int side) {
    return scope.manager().arange(2f * 3 * side * side).sin().reshape(2, 3, side, side);
  }

  private static float[] floats(NDArray array) {
    return HostTensor.copyOf(array).to(ElementType.FLOAT32).floats();
  }
}
