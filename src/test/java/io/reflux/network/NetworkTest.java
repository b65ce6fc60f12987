package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final int SIDE = 32;

  @TempDir Path folder;

  private final Network network =
      Settings.read("backbone = resnet, widths = [8, 16, 24, 32], embedding = 12").build();
  private final Map<String, HostTensor> weights = trainedLooking(network);

  @Test
  void shapesAreTheProgramsShapes() throws IOException {
    List<String> names = network.outputs();
    Lowering lowering =
        new Lowering(Lowering.Use.TRAINING, Precision.FLOAT32, Lowering.Input.PIXELS, names);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = load(lowering, scope)) {
      NDList answers = program.infer(new NDList(pixels(scope.manager(), 1)));
      assertThat(answers).hasSameSizeAs(names);
      for (int i = 0; i < names.size(); i++) {
        assertThat(answers.get(i).getShape().getShape())
            .as(names.get(i))
            .isEqualTo(network.outputShapes(SIDE).get(names.get(i)));
      }
    }
  }

  @Test
  void foldingAndPrecisionKeepTheEmbedding() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      float[] exact = embed(Lowering.training(Precision.FLOAT64, "embedding"), scope);
      float[] single = embed(Lowering.training(Precision.FLOAT32, "embedding"), scope);
      float[] folded = embed(Lowering.inference(Precision.FLOAT32, "embedding"), scope);
      float[] half = embed(Lowering.training(Precision.BFLOAT16, "embedding"), scope);
      float[] foldedHalf = embed(Lowering.inference(Precision.BFLOAT16, "embedding"), scope);
      float[] lane = embed(Lowering.lane(Device.CPU, Precision.FLOAT32, "embedding"), scope);
      float[] laneHalf = embed(Lowering.lane(Device.CPU, Precision.BFLOAT16, "embedding"), scope);
      float[] exactLane = embed(Lowering.lane(Device.CPU, Precision.FLOAT64, "embedding"), scope);
      assertThat(Cosine.of(exact, exactLane)).isGreaterThan(1 - 1e-9);
      assertThat(Cosine.of(exact, lane)).isGreaterThan(1 - 1e-9);
      assertThat(Cosine.of(exact, laneHalf)).isBetween(0.999, 1 - 1e-9);
      assertThat(Cosine.of(exact, single)).isGreaterThan(1 - 1e-9);
      assertThat(Cosine.of(exact, folded)).isGreaterThan(1 - 1e-9);
      assertThat(Cosine.of(exact, half)).isBetween(0.999, 1 - 1e-9);
      assertThat(Cosine.of(exact, foldedHalf)).isBetween(0.999, 1 - 1e-9);
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void pixelsAreNormalisedInsideTheProgram() throws IOException {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Lowering onPixels = Lowering.inference(Precision.FLOAT32, "embedding");
      float[] expected;
      try (Program program = load(onPixels.onNumbers(), scope);
          TensorScope message = scope.inner()) {
        NDArray mean = message.manager().create(new float[] {0.485f, 0.456f, 0.406f});
        NDArray deviation = message.manager().create(new float[] {0.229f, 0.224f, 0.225f});
        NDArray numbers =
            pixels(message.manager(), 2)
                .toType(DataType.FLOAT32, true)
                .div(255)
                .sub(mean)
                .div(deviation)
                .transpose(0, 3, 1, 2);
        expected = program.infer(new NDList(numbers)).head().toFloatArray();
      }
      assertThat(Cosine.of(expected, embed(onPixels, scope))).isGreaterThan(1 - 1e-9);
    }
  }

  @Test
  void trainingGathersGradientsAndStatistics() throws IOException {
    for (Precision precision : Precision.values()) {
      try (TensorScope scope = TensorScope.open("test", Device.CPU);
          Program program = load(Lowering.training(precision, "embedding", "features"), scope)) {
        program.train();
        NDList input = new NDList(pixels(scope.manager(), 4));
        Autograd.recording(
            () -> {
              NDArray loss = program.run("forward", input).get(0).pow(2).mean();
              Autograd.backward(loss);
              return loss;
            });
        assertThat(program.parameters()).hasSize(12 * 3 + 2);
        program
            .parameters()
            .forEach(
                (key, parameter) -> {
                  NDArray gradient = parameter.getGradient();
                  assertThat(gradient.norm().toType(DataType.FLOAT64, true).getDouble())
                      .as(precision + " " + key)
                      .isFinite()
                      .isPositive();
                });
        NDArray count = program.state().get("bn1.num_batches_tracked");
        assertThat(count).isNotNull().extracting(NDArray::getLong).isEqualTo(1L);
      }
    }
  }

  @Test
  void frozenNormsNeitherGatherNorLearn() throws IOException {
    Network frozen =
        Settings.read("backbone = conv4, widths = [4, 8], embedding = 3, bn-freeze = all").build();
    Path file = folder.resolve("frozen.pt");
    frozen.lower(Lowering.training(Precision.FLOAT32, "embedding"), trainedLooking(frozen), file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      assertThat(program.parameters().keySet())
          .containsExactly("conv1.weight", "conv2.weight", "embedding.weight", "embedding.bias");
      Map<String, HostTensor> before = program.snapshot();
      program.train();
      program.infer(new NDList(pixels(scope.manager(), 4)));
      assertThat(program.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void firstWeightsDependOnChanceAndKeyAlone() {
    Network wider = Settings.read("backbone = resnet, widths = [8, 16, 24, 40]").build();
    Map<String, HostTensor> once = network.initialWeights(Chance.of(1));
    Map<String, HostTensor> again = wider.initialWeights(Chance.of(1));
    assertThat(once.get("conv1.weight")).isEqualTo(again.get("conv1.weight"));
    assertThat(once.get("conv1.weight"))
        .isNotEqualTo(network.initialWeights(Chance.of(2)).get("conv1.weight"));
    HostTensor filter = again.get("layer4.0.conv2.weight");
    assertThat(filter).isNotNull();
    double squares = 0;
    for (float each : filter.floats()) {
      squares += each * each;
    }
    // fan-out mode: 2 / (40 · 3 · 3)
    assertThat(squares / filter.count()).isCloseTo(2.0 / 360, within(0.05 * 2.0 / 360));
  }

  @Test
  void embeddingsStartOrthonormal() {
    HostTensor weight = network.initialWeights(Chance.of(3)).get("embedding.weight");
    assertThat(weight).isNotNull();
    float[] values = weight.floats();
    for (int a = 0; a < 12; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int i = 0; i < 32; i++) {
          dot += values[a * 32 + i] * values[b * 32 + i];
        }
        assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void wrongWeightsAreRefused() {
    Map<String, HostTensor> wrong = new HashMap<>(weights);
    wrong.put("conv1.weight", HostTensor.of(new float[4], 2, 2));
    assertThatThrownBy(() -> lower(wrong))
        .hasMessage("conv1.weight: [2, 2] (expected: [8, 3, 7, 7])");
    wrong.remove("conv1.weight");
    assertThatThrownBy(() -> lower(wrong))
        .hasMessage("conv1.weight: missing (expected: [8, 3, 7, 7])");
    assertThatThrownBy(
            () ->
                network.lower(
                    Lowering.training(Precision.FLOAT32, "map9"), weights, folder.resolve("x")))
        .hasMessageContaining("output: map9 (expected: one of stem, map1");
  }

  private void lower(Map<String, HostTensor> values) throws IOException {
    network.lower(
        Lowering.inference(Precision.FLOAT32, "embedding"), values, folder.resolve("x.pt"));
  }

  private Program load(Lowering lowering, TensorScope scope) throws IOException {
    Path file = folder.resolve("network.pt");
    network.lower(lowering, weights, file);
    return Program.load(file, scope);
  }

  private float[] embed(Lowering lowering, TensorScope scope) throws IOException {
    try (Program program = load(lowering, scope);
        TensorScope message = scope.inner()) {
      NDArray answer = program.infer(new NDList(pixels(message.manager(), 2))).head();
      return answer.toType(DataType.FLOAT32, true).toFloatArray();
    }
  }

  private static NDArray pixels(NDManager manager, int images) {
    byte[] bytes = new byte[images * SIDE * SIDE * 3];
    Draws draws = Chance.of(7).draws();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) draws.nextInt(256);
    }
    return manager.create(ByteBuffer.wrap(bytes), new Shape(images, SIDE, SIDE, 3), DataType.UINT8);
  }

  /** Weights whose batch norms have gathered something. */
  private static Map<String, HostTensor> trainedLooking(Network network) {
    Map<String, HostTensor> weights = new HashMap<>(network.initialWeights(Chance.of(5)));
    for (Key key : network.keys()) {
      if (key.kind().ofNorm() && key.type() == ElementType.FLOAT32) {
        Draws draws = Chance.of(6).at(key.name()).draws();
        boolean centred = key.initial() == Initial.ZEROS;
        float[] values = new float[(int) key.shape()[0]];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (centred ? draws.uniform(-0.2, 0.2) : draws.uniform(0.7, 1.3));
        }
        weights.put(key.name(), HostTensor.of(values, key.shape()));
      }
    }
    return weights;
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
