package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.ScriptTensor;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.wire.OnnxModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that Reflux hasn't described is asked as its section says. */
class ForeignProgramTest {
  private static final int SIDE = 4;
  private static final int ROWS = 3;

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
  void itsInputIsNormalised() throws IOException {
    Path file =
        program("forward(x: Tensor) -> Tensor", "return torch.flatten(torch.select(x, 1, 2), 1)");
    float[] answers =
        ask(file, "input.normalization { mean = [0, 0, 0.5], deviation = [1, 1, 0.25] }");
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        double expected = (pixel(row, i, 2) / 255.0 - 0.5) / 0.25;
        assertThat(answers[row * SIDE * SIDE + i]).isCloseTo((float) expected, within(1e-5f));
      }
    }
  }

  @Test
  void itMayTakePixelsInTheirOwnOrder() throws IOException {
    Path file =
        program(
            "forward(x: Tensor) -> Tensor",
            "return torch.flatten(torch.to(torch.select(x, 3, 0), 7), 1)");
    float[] answers =
        ask(file, "input { type = uint8, layout = nhwc, normalization.channels = bgr }");
    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(answers[i]).isEqualTo(pixel(0, i, 2));
    }
  }

  @Test
  void itMayWantImagesOfOneSide() throws IOException {
    Path file =
        program(
            "forward(x: Tensor) -> Tensor",
            "return torch.to(torch.flatten(torch.select(x, 1, 0), 1), 15)");
    assertThat(ask(file, "input { side = 2, normalization.mean = [0, 0, 0] }"))
        .as("in bfloat16, and 2 × 2")
        .hasSize(ROWS * 4);
  }

  @Test
  void oneThatRefluxExportedSaysItselfWhatItTakes() throws IOException {
    Path file = folder.resolve("exported.pt");
    new ScriptArchive()
        .method(
            "forward(x: Tensor) -> Tensor",
            List.of("return torch.flatten(torch.to(torch.select(x, 3, 0), 7), 1)"))
        .extra(ForeignProgram.DESCRIPTION, "network { backbone = conv4, embedding = 4 }")
        .write(file);
    float[] answers = ask(file, "");
    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(answers[i]).isEqualTo(pixel(0, i, 0));
    }
    ForeignProgram read = read(file, "");
    assertThat(read(file, resolved(file, ""))).as("after a resume").isEqualTo(read);
    assertThat(read(file, "input.side = 2").input().side()).isEqualTo(2);
    assertThat(read(file, "input { layout = nchw, type = float32 }").input().normalised()).isTrue();
  }

  @Test
  void anExportedNetworkOfOneSideHasImagesOfIt() throws IOException {
    Path file = folder.resolve("exported-vit.pt");
    new ScriptArchive()
        .method("forward(x: Tensor) -> Tensor", List.of("return x"))
        .extra(
            ForeignProgram.DESCRIPTION,
            "network { backbone = unicom-base, image-side = 64, pooling = own, embedding = 4 }")
        .write(file);
    assertThat(read(file, "").input().side()).isEqualTo(64);
  }

  @Test
  void anExportedOnnxModelSaysSoToo() throws IOException {
    OnnxModel model = new OnnxModel();
    model.metadata("other", "x".repeat(300));
    model.metadata(ForeignProgram.DESCRIPTION, "network { backbone = conv4, embedding = 4 }");
    Path file = folder.resolve("exported.onnx");
    try (OutputStream out = Files.newOutputStream(file)) {
      model.write(out);
    }
    assertThat(read(file, "").input().layout()).isEqualTo(ForeignInput.Layout.NHWC);
  }

  @Test
  void aPreprocessorsNumbersStandInTheResolvedFile() throws IOException {
    Path file = program("forward(x: Tensor) -> Tensor", "return x");
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        "{ \"image_mean\": [0.5, 0.25, 0.125], \"image_std\": [0.5, 0.5, 1] }");
    ForeignProgram read = read(file, "");
    assertThat(read.input().normalization().mean()).containsExactly(0.5, 0.25, 0.125);
    String resolved = resolved(file, "");
    Files.delete(folder.resolve("preprocessor_config.json"));
    assertThat(read(file, resolved)).isEqualTo(read);
  }

  /** What stands in the run directory of a program's settings, but for the program itself. */
  private static String resolved(Path file, String settings) {
    Section section = section(file, settings, new Problems());
    ForeignProgram.read(section);
    return section
        .resolved()
        .lines()
        .filter(line -> !line.startsWith("program"))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  /** As one that was traced on a GPU: there is none here. */
  @Test
  void devicesThatItNamesAreTheOneItRunsOn() throws IOException {
    Path file =
        program(
            "forward(x: Tensor) -> Tensor",
            "return torch.add(torch.flatten(torch.select(x, 1, 0), 1), torch.ones([1],"
                + " dtype=6, layout=0, device=torch.device(\"cuda:1\"), pin_memory=False))");
    byte[] before = Files.readAllBytes(file);
    String normal = "input.normalization { mean = [0, 0, 0], deviation = [1, 1, 1] }";
    assertThat(ask(file, normal)[0]).isCloseTo((float) (pixel(0, 0, 0) / 255.0 + 1), within(1e-5f));
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void outputsAreFoundByPlaceOrByKey() throws IOException {
    String mean = "torch.mean(torch.flatten(x, 1), [1], True)";
    Path tuple =
        program(
            "forward(x: Tensor) -> Tuple[Tensor, Tensor]",
            "return (x, torch.mul(" + mean + ", 2))");
    Path dict =
        program(
            "forward(x: Tensor) -> Dict[str, Tensor]",
            "return {\"map\": x, \"token\": torch.mul(" + mean + ", 2)}");
    float[] placed = ask(tuple, "outputs.embedding = 1");
    float[] keyed = ask(dict, "outputs.embedding = token");
    assertThat(placed).hasSize(ROWS).isEqualTo(keyed);
    assertThatThrownBy(() -> ask(tuple, "outputs.embedding = 2"))
        .hasMessage(
            tuple
                + ": output embedding = 2 is not among its 2 answers (expected: a place from 0,"
                + " or the key of a dict)");
  }

  @Test
  void anAnswerNeedsARowForEachImage() throws IOException {
    Path file = program("forward(x: Tensor) -> Tensor", "return torch.mean(x)");
    assertThatThrownBy(() -> ask(file, ""))
        .hasMessageContaining("output embedding has the shape ()")
        .hasMessageContaining("(expected: a row for each of 2 images)");
  }

  @Test
  void aProgramWithTensorsHoldsMoreThanWeights() throws IOException {
    Path file = folder.resolve("p.pt");
    new ScriptArchive()
        .with("w", ScriptTensor.of(HostTensor.of(new float[2], 2), ScriptTensor.Role.BUFFER))
        .method("forward(x: Tensor) -> Tensor", List.of("return x"))
        .write(file);
    assertThat(read(file, "").holdsWeightsAlone()).isFalse();
  }

  private Path program(String signature, String line) throws IOException {
    Path file = folder.resolve("foreign.pt".replace("foreign", "foreign" + line.hashCode()));
    new ScriptArchive().method(signature, List.of(line)).write(file);
    return file;
  }

  private static ForeignProgram read(Path file, String settings) {
    Problems problems = new Problems();
    Section section = section(file, settings, problems);
    ForeignProgram program = ForeignProgram.read(section);
    section.finish();
    assertThat(problems.all()).isEmpty();
    return program;
  }

  private static Section section(Path file, String settings, Problems problems) {
    return new Section(
        ConfigFactory.parseString("program = \"" + file + "\"\n" + settings).root(),
        Defaults.NONE,
        "teacher",
        problems);
  }

  private float[] ask(Path file, String settings) throws IOException {
    ForeignProgram program = read(file, settings);
    Path input = folder.resolve("input.pt");
    program.writeInput(input);
    try (FrozenNetwork network =
        program.load(input, List.of("embedding"), new FrozenNetwork.Place(Device.CPU, 2))) {
      return network.infer(new Images(images(), ROWS, SIDE)).values().iterator().next().floats();
    }
  }

  private static ByteBuffer images() {
    ByteBuffer images = ByteBuffer.allocateDirect(ROWS * SIDE * SIDE * 3);
    for (int i = 0; i < images.capacity(); i++) {
      images.put(i, (byte) (37 * i + 11));
    }
    return images;
  }

  private static int pixel(int row, int place, int channel) {
    return (37 * (row * SIDE * SIDE * 3 + place * 3 + channel) + 11) & 0xff;
  }
}
