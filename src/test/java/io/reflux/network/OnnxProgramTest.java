package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.wire.OnnxModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ONNX model of anybody's is asked as a TorchScript program is. */
class OnnxProgramTest {
  private static final int SIDE = 32;
  private static final int ROWS = 3;
  private static final String HALVES = "mean = [0.5, 0.5, 0.5], deviation = [0.5, 0.5, 0.5]";

  @TempDir Path folder;
  private int before;

  @BeforeEach
  void count() {
    before = TensorScope.liveInProcess();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  @Test
  void itAnswersAsTheProgramOfTheSameNetwork() throws IOException {
    Lowering lowering = Lowering.inference(Precision.FLOAT32, "map1", "embedding");
    Network network = network("");
    Path model = folder.resolve("model.onnx");
    network.onnx(lowering.onNumbers(), weights(network), model, Map.of());
    assertSame(ask(model, "outputs.embedding = 1"), expected(network));
    assertSame(ask(model, "outputs.embedding = embedding"), expected(network));
  }

  @Test
  void itMayTakePixels() throws IOException {
    Network network = network("channels = bgr");
    Path model = folder.resolve("model.onnx");
    network.onnx(
        Lowering.inference(Precision.FLOAT32, "embedding"), weights(network), model, Map.of());
    String pixels = "input { type = uint8, layout = nhwc }";
    assertSame(ask(model, pixels), expected(network));
    assertThatThrownBy(() -> ask(model, "input { layout = nhwc }"))
        .hasMessageContaining("model.onnx: input input takes UINT8 (expected: input.type = uint8)");
  }

  @Test
  void itsNormalisationIsReadBesideIt() throws IOException {
    Network network = network(HALVES);
    Path model = Files.createDirectory(folder.resolve("onnx")).resolve("model.onnx");
    network.onnx(
        Lowering.inference(Precision.FLOAT32, "embedding").onNumbers(),
        weights(network),
        model,
        Map.of());
    Path told = folder.resolve("preprocessor_config.json");
    String means = "\"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]";
    Files.writeString(told, "{" + means + ", \"size\": {\"height\": 32}, \"crop_pct\": null}");
    assertSame(ask(model, ""), expected(network));
    assertSame(ask(model, "input.normalization { " + HALVES + " }"), expected(network));
    Files.writeString(
        told,
        "{\"rescale_factor\": 0.00784313725490196, \"image_mean\": [1, 1, 1], \"image_std\": [1,"
            + " 1, 1]}");
    assertSame(ask(model, ""), expected(network));
    Files.writeString(told, "{\"image_mean\": \"half\", \"image_std\": [1, 1, 1]}");
    assertSame(ask(model, "input.normalization { " + HALVES + " }"), expected(network));
  }

  @Test
  void aModelOfSoManyRowsIsRunAsOftenAsItTakes() throws IOException {
    Path model = means(2, SIDE);
    float[] all = ask(model, "input.normalization { mean = [0, 0, 0], deviation = [1, 1, 1] }");
    assertThat(all).hasSize(ROWS * 3);
    ByteBuffer images = images();
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int place = 0; place < SIDE * SIDE; place++) {
        sum += images.get((row * SIDE * SIDE + place) * 3 + 1) & 0xff;
      }
      assertThat(all[row * 3 + 1]).isCloseTo((float) (sum / SIDE / SIDE / 255), offset(1e-5f));
    }
  }

  @Test
  void aModelOfOneSideSaysSoOrGetsIt() throws IOException {
    Path model = means(-1, 8);
    assertThatThrownBy(() -> ask(model, ""))
        .hasMessageContaining("input images takes the shape [-1, 3, 8, 8]")
        .hasMessageContaining("(expected: that of the images, [4, 3, 32, 32], or input.side");
    assertThat(ask(model, "input.side = 8")).hasSize(ROWS * 3);
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Path model = means(-1, SIDE);
    assertThatThrownBy(() -> ask(model, "outputs.embedding = pooler_output"))
        .hasMessage(
            model
                + ": output embedding = pooler_output (expected: a place from 0, or one of means)");
    Path none = folder.resolve("none.onnx");
    Files.writeString(none, "not a model");
    assertThatThrownBy(() -> ask(none, ""))
        .hasMessageContaining("(expected: an ONNX model that ONNX Runtime runs)");
  }

  @Test
  void weightsBesideItAreFilesOfIt() throws IOException {
    Path model = means(-1, SIDE);
    Path data = Files.writeString(folder.resolve("means.onnx_data"), "weights");
    Files.writeString(folder.resolve("other.onnx_data"), "weights");
    ForeignProgram program = new ForeignProgram(model, Map.of("embedding", "0"), input());
    assertThat(program.files()).containsExactly(model, data);
  }

  /** The mean of each channel, of a fixed number of rows or any (-1). */
  private Path means(int rows, int side) throws IOException {
    OnnxModel model = new OnnxModel();
    Object batch = rows < 0 ? "batch" : (Object) (long) rows;
    model.input("images", OnnxModel.Type.FLOAT32, List.of(batch, 3, (long) side, (long) side));
    model.node("GlobalAveragePool", List.of("images"), "pooled", Map.of());
    model.node("Flatten", List.of("pooled"), "means", Map.of("axis", 1L));
    model.output("means", List.of(batch, 3));
    Path file = folder.resolve("means.onnx");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.write(out);
    }
    return file;
  }

  private static Network network(String normalization) {
    return Settings.read(
            "backbone = conv4, widths = [4, 8], embedding = 8, normalization { "
                + normalization
                + " }")
        .build();
  }

  private static Map<String, HostTensor> weights(Network network) {
    return network.initialWeights(Chance.of(3));
  }

  private float[] expected(Network network) throws IOException {
    Path file = folder.resolve("network.pt");
    network.lower(Lowering.inference(Precision.FLOAT32, "embedding"), weights(network), file);
    try (FrozenNetwork frozen = new FrozenNetwork(file, List.of("embedding"), Device.CPU, 4)) {
      return answer(frozen);
    }
  }

  private float[] ask(Path file, String settings) throws IOException {
    Problems problems = new Problems();
    Section section =
        new Section(
            ConfigFactory.parseString("program = \"" + file + "\"\n" + settings).root(),
            Defaults.NONE,
            "teacher",
            problems);
    ForeignProgram program = ForeignProgram.read(section);
    section.finish();
    assertThat(problems.all()).isEmpty();
    Path input = folder.resolve("input.pt");
    program.writeInput(input);
    try (FrozenNetwork network =
        program.load(input, List.of("embedding"), new FrozenNetwork.Place(Device.CPU, 4))) {
      return answer(network);
    }
  }

  private static ForeignInput input() {
    return new ForeignInput(ForeignInput.Layout.NCHW, true, 0, Normalization.NONE);
  }

  private static float[] answer(FrozenNetwork network) {
    return network.infer(new Images(images(), ROWS, SIDE)).values().iterator().next().floats();
  }

  private static void assertSame(float[] actual, float[] expected) {
    assertThat(expected).hasSize(ROWS * 8);
    assertThat(actual).containsExactly(expected, offset(1e-4f));
  }

  private static ByteBuffer images() {
    ByteBuffer images = ByteBuffer.allocateDirect(ROWS * SIDE * SIDE * 3);
    Draws draws = Chance.of(7).draws();
    while (images.hasRemaining()) {
      images.put((byte) draws.nextInt(256));
    }
    return images.flip();
  }
}
