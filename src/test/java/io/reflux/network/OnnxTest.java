package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models in ONNX Runtime against programs in libtorch. */
class OnnxTest {
  private static final int SIDE = 64;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backbone = conv4, embedding = 8, normalization { channels = bgr }",
        "backbone = resnet18, embedding = 8, l2-norm = true, padding = same",
        "backbone = bn-inception, embedding = 8, parts = [a, b], l2-norm = true, pooling ="
            + " average-lp3",
        "backbone = googlenet, embedding = 8, transform-input = true, pooling = average",
        "backbone = mobilenet-v2, width = 0.5, embedding = 0, padding = same, pooling = max",
        "backbone = mobilenet-v3-small, width = 0.5, embedding = 8, pooling = own",
        "backbone = efficientnet, width = 0.5, depth = 0.3, embedding = 8, padding = same",
        "backbone = regnet-y, embedding = 8, pooling = average",
        "backbone = convnext, embedding = 8, layer-scale = 0.5, pooling = own",
        "backbone = vit, width = 24, depth = 2, embedding = 8, image-side = 64, pooling = own",
        "backbone = vit, width = 24, depth = 2, embedding = 8, patch = 14, pooling = average-max",
        "backbone = vit, width = 24, depth = 2, embedding = 8, patch = 14, pooling = own,"
            + " registers = 2, perceptron = swiglu, layer-scale = 0.5, position-antialias = true,"
            + " position-offset = 0",
        "backbone = vit, width = 24, depth = 1, embedding = 8, image-side = 32, pooling = own,"
            + " position-antialias = true, position-offset = 0",
        "backbone = vit, width = 24, depth = 2, embedding = 8, pooling = own, registers = 2,"
            + " positions = rotary, perceptron = swiglu-apart, qkv-bias = queries-and-values,"
            + " front-norm = true, rotary-coordinates = max",
        "backbone = vit, width = 24, depth = 2, embedding = 8, pooling = own, class-token = false,"
            + " vector = attention, perceptron = gelu-tanh, image-side = 32",
        "backbone = vit, width = 24, depth = 1, embedding = 8, pooling = own, pre-norm = true,"
            + " distillation-token = true, qkv-bias = none, perceptron = relu6",
        "backbone = vit, width = 24, depth = 1, embedding = 8, pooling = own, vector = mean,"
            + " class-position = false, rotary-coordinates = min",
        "backbone = unicom, width = 24, depth = 2, embedding = 8, pooling = own, patch = 16,"
            + " image-side = 64, components = 12",
        "backbone = vit, width = 24, depth = 1, embedding = 8, pooling = own-average",
        "backbone = vit, width = 128, attention-heads = 2, depth = 1, embedding = 8, pooling ="
            + " attention",
        "backbone = clip, width = 24, depth = 2, embedding = 8, pooling = own, patch = 16,"
            + " components = 12"
      })
  void answersAsTheProgramDoes(String settings) throws IOException, OrtException {
    answersAsTheProgramDoes(settings, "embedding", "features");
  }

  @Test
  void answersMapsAndTokensToo() throws IOException, OrtException {
    answersAsTheProgramDoes("backbone = conv4, widths = [4, 8]", "map1", "map2");
    answersAsTheProgramDoes(
        "backbone = vit, width = 24, depth = 1", "patch_embed", "patch_tokens", "map1");
  }

  private void answersAsTheProgramDoes(String settings, String... outputs)
      throws IOException, OrtException {
    Network network = Settings.read(settings).build();
    Map<String, HostTensor> weights = network.initialWeights(Chance.of(1));
    Lowering lowering = Lowering.inference(Precision.FLOAT32, outputs);
    Path model = folder.resolve("network.onnx");
    network.onnx(lowering, weights, model, Map.of("note", "a"));
    Path program = folder.resolve("network.pt");
    network.lower(lowering, weights, program);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        TensorScope scope = TensorScope.open("test", Device.CPU);
        Program loaded = Program.load(program, scope)) {
      assertThat(session.getMetadata().getCustomMetadata()).containsKeys("mean", "input", "note");
      for (int images : new int[] {1, 3}) {
        ByteBuffer pixels = pixels(images);
        NDArray array =
            scope
                .manager()
                .create(pixels.duplicate(), new Shape(images, SIDE, SIDE, 3), DataType.UINT8);
        NDList expected = loaded.infer(new NDList(array));
        compare(environment, session, pixels, expected);
      }
    }
  }

  @Test
  void otherArithmeticIsRefused() {
    Network network = Settings.read("backbone = conv4").build();
    assertThatThrownBy(
            () ->
                network.onnx(
                    Lowering.inference(Precision.BFLOAT16, "embedding"),
                    Map.of(),
                    folder.resolve("x"),
                    Map.of()))
        .hasMessage("ONNX: INFERENCE in BFLOAT16 (expected: INFERENCE in FLOAT32)");
  }

  private static void compare(
      OrtEnvironment environment, OrtSession session, ByteBuffer pixels, NDList expected)
      throws OrtException {
    long images = expected.head().getShape().get(0);
    long[] shape = {images, SIDE, SIDE, 3};
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, pixels.duplicate(), shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      for (int i = 0; i < expected.size(); i++) {
        float[] wanted = expected.get(i).toFloatArray();
        OnnxTensor tensor = (OnnxTensor) result.get(i);
        float[] actual = new float[wanted.length];
        tensor.getFloatBuffer().get(actual);
        float largest = 0;
        for (float each : wanted) {
          largest = Math.max(largest, Math.abs(each));
        }
        assertThat(largest).isPositive();
        assertThat(actual).containsExactly(wanted, offset(1e-4f * Math.max(1, largest)));
      }
    }
  }

  private static ByteBuffer pixels(int images) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(images * SIDE * SIDE * 3);
    Draws draws = Chance.of(7).draws();
    while (pixels.hasRemaining()) {
      pixels.put((byte) draws.nextInt(256));
    }
    return pixels.flip();
  }

  private static org.assertj.core.data.Offset<Float> offset(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
