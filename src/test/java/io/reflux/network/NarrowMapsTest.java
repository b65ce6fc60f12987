package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.ScriptTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks whose last maps are 1 to 7 columns wide, beside the same ones laid out nowhere. */
class NarrowMapsTest {
  private static final String EMBEDDING = "embedding";

  @TempDir Path folder;

  /** To the last digits of 64 bits, forth and back, wherever a batch can be divided or can't. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, 4, 4, 88", "3, 1, 4, 4, 5", "3, 1, 1, 1, 17", "3, 1, 7, 7, 44", "3, 1, 2, 5, 34",
    "3, 2, 7, 7, 8", "3, 2, 8, 8, 12", "3, 2, 2, 2, 3", "3, 2, 1, 1, 1", "5, 1, 3, 4, 6",
    "7, 2, 6, 6, 10", "5, 3, 7, 7, 9", "1, 1, 4, 4, 6", "1, 2, 7, 7, 6", "1, 2, 4, 8, 2",
    "3, 1, 9, 9, 4"
  })
  void aConvolutionIsThePlainOne(int window, int stride, int height, int width, int images)
      throws IOException {
    for (boolean shifted : List.of(true, false)) {
      List<double[]> narrow = convolved(window, stride, height, width, images, shifted, true);
      List<double[]> plain = convolved(window, stride, height, width, images, shifted, false);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(narrow.get(i)).hasSameSizeAs(plain.get(i));
        assertThat(narrow.get(i)).containsExactly(plain.get(i), within(1e-9));
      }
    }
  }

  /** The answer, and the gradients of what was convolved and of the filters. */
  private List<double[]> convolved(
      int window, int stride, int height, int width, int images, boolean shifted, boolean narrow)
      throws IOException {
    Script script =
        new Script(Lowering.training(Precision.FLOAT64, EMBEDDING), network("resnet18"));
    Window moved = Window.centred(window, stride);
    String shift = shifted ? "self.shift" : "None";
    String call = NarrowMaps.conv(script, "x", "self.filters", shift, moved);
    String plain =
        "torch.conv2d(x, self.filters, %s, %s, %s, [1, 1], 1)"
            .formatted(shift, Window.twice(stride), Window.twice(moved.padding()));
    Draws draws = Chance.of(window).draws();
    ScriptArchive archive =
        new ScriptArchive()
            .with("filters", learnt(draws, 3, 2, window, window))
            .with("shift", learnt(draws, 3))
            .method("forward(x: Tensor) -> Tensor", List.of("return " + (narrow ? call : plain)));
    script.methodsInto(archive);
    Path file = folder.resolve("convolves.pt");
    archive.write(file);
    List<double[]> found = new ArrayList<>();
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      HostTensor maps = drawn(draws, images, 2, height, width);
      NDArray x = Autograd.leaf(maps.toNative(scope.manager()));
      x.attach(scope.manager());
      NDArray answer =
          Autograd.recording(
              () -> {
                NDArray y = program.run("forward", new NDList(x)).head();
                Autograd.backward(y.pow(2).sum());
                return y;
              });
      found.add(HostTensor.copyOf(answer).doubles());
      found.add(HostTensor.copyOf(x.getGradient()).doubles());
      found.add(
          HostTensor.copyOf(
                  Objects.requireNonNull(program.parameters().get("filters")).getGradient())
              .doubles());
    }
    return found;
  }

  /** A row has one answer wherever it lies among the others, and it is the plain one. */
  @ParameterizedTest
  @CsvSource({"resnet18, 64, 22", "resnet50, 33, 32"})
  void lanesAnswerAsExportsDo(String backbone, int side, int rows) throws IOException {
    Network network = network(backbone);
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      float[] plain = answers(network, Lowering.inference(precision, EMBEDDING), side, rows, 0);
      Lowering lane = Lowering.lane(Device.CPU, precision, EMBEDDING);
      float[] narrow = answers(network, lane, side, rows, 0);
      float[] shifted = answers(network, lane, side, rows, 3);
      int width = plain.length / rows;
      for (int row = 0; row < rows; row++) {
        double most = precision == Precision.FLOAT32 ? 1e-6 : 2e-3;
        assertThat(Cosine.of(narrow, row, plain, row, width))
            .as("%s %d", precision, row)
            .isCloseTo(1, within(most));
        assertThat(row(shifted, (row + 3) % rows, width)).isEqualTo(row(narrow, row, width));
      }
    }
  }

  private static Network network(String backbone) {
    return Settings.read("backbone = " + backbone + ", embedding = 12").build();
  }

  private float[] answers(Network network, Lowering lowering, int side, int rows, int shift)
      throws IOException {
    Path file = folder.resolve("frozen.pt");
    network.lower(lowering, network.initialWeights(Chance.of(3)), file);
    int bytes = side * side * 3;
    ByteBuffer images = ByteBuffer.allocateDirect(rows * bytes);
    Draws draws = Chance.of(9).draws();
    for (int i = 0; i < images.capacity(); i++) {
      images.put((i + shift * bytes) % images.capacity(), (byte) draws.nextInt(256));
    }
    try (FrozenNetwork frozen = new FrozenNetwork(file, lowering.outputs(), Device.CPU, rows)) {
      return Objects.requireNonNull(frozen.infer(new Images(images, rows, side)).get(EMBEDDING))
          .floats();
    }
  }

  private static ScriptTensor learnt(Draws draws, long... shape) {
    return ScriptTensor.of(drawn(draws, shape), ScriptTensor.Role.TRAINED);
  }

  private static HostTensor drawn(Draws draws, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return HostTensor.of(values, shape).to(ElementType.FLOAT64);
  }

  private static float[] row(float[] all, int row, int width) {
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
  }
}
