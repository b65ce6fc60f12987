package io.reflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import io.reflux.network.Precision;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has left is opened again, and says by itself what it is. */
class ModelFilesTest {
  private static final OpenModel.Place PLACE = new OpenModel.Place(Device.CPU, 1, 2);
  private static final int SIDE = 24;
  private static final int ROWS = 5;

  @TempDir Path folder;
  private final Deliverable model =
      Deliverables.of(
          "backbone = resnet18, stem = tiny, embedding = 8, l2-norm = true,"
              + " normalization.mean = [0.4, 0.5, 0.6]",
          SIDE);
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
  void everyFormatEmbedsAlike() throws IOException {
    List<Path> files =
        new ModelExport(model, Precision.FLOAT32).write(EnumSet.allOf(ExportFormat.class), folder);
    float[] expected = embeddings(files.get(0));
    assertThat(expected).hasSize(ROWS * 8).doesNotContain(Float.NaN);
    for (String name : List.of("model.safetensors", "model-djl")) {
      assertThat(embeddings(folder.resolve(name))).containsExactly(expected, within(1e-5f));
    }
    assertThat(embeddings(folder.resolve("model.onnx"))).containsExactly(expected, within(1e-4f));
  }

  @Test
  void aPublishedFileIsDescribedBesideIt() throws IOException {
    new ModelExport(model, Precision.FLOAT32)
        .write(EnumSet.of(ExportFormat.TORCHSCRIPT, ExportFormat.SAFETENSORS), folder);
    NamedTensors own = model.weights();
    NamedTensors published = NamedTensors.NONE;
    for (String name : own.names()) {
      published = published.with("module." + name, own.get(name));
    }
    new SafetensorsFile(published, Map.of()).write(folder.resolve("theirs.safetensors"));
    String view = "view { steps = [ { type = resize, square = true, side = 24 } ] }\n";
    Path conf = folder.resolve("theirs.conf");
    Files.writeString(
        conf,
        view
            + "network { backbone = resnet18, stem = tiny, embedding = 8, l2-norm = true,"
            + " normalization.mean = [0.4, 0.5, 0.6], weights = theirs.safetensors,"
            + " weights-keys = torchvision }");
    float[] expected = embeddings(folder.resolve("model.pt"));
    assertThat(embeddings(conf)).containsExactly(expected, within(1e-5f));

    Files.writeString(
        conf,
        view + "program = model.pt, input { layout = nhwc, type = uint8 }, outputs.embedding = 0");
    assertThat(embeddings(conf)).containsExactly(expected, within(1e-6f));

    Files.writeString(conf, view + "network { backbone = resnet18, embedding = 8, wieghts = x }");
    assertThatThrownBy(() -> embeddings(conf))
        .hasMessageContaining("no such key; nearest: weights")
        .hasMessageContaining("network.weights: missing (expected: a file)");
  }

  @Test
  void anEmbeddingLayerIsNeverLeftToChance() throws IOException {
    Map<String, io.reflux.engine.HostTensor> trunk = new java.util.LinkedHashMap<>();
    model
        .weights()
        .forEach(
            (name, tensor) -> {
              if (!name.startsWith("embedding.")) {
                trunk.put(name, tensor);
              }
            });
    new SafetensorsFile(new NamedTensors(trunk), Map.of()).write(folder.resolve("t.safetensors"));
    Path conf = folder.resolve("t.conf");
    String text =
        "view { steps = [ { type = resize, square = true, side = 24 } ] }\n"
            + "network { backbone = resnet18, stem = tiny, embedding = SIZE,"
            + " weights = t.safetensors, weights-keys = torchvision }";
    Files.writeString(conf, text.replace("SIZE", "8"));
    assertThatThrownBy(() -> embeddings(conf))
        .hasStackTraceContaining("missing: embedding.weight, embedding.bias");
    Files.writeString(conf, text.replace("SIZE", "0"));
    assertThat(embeddings(conf)).hasSize(ROWS * 512);
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedBitIsOneSentenceThatNamesTheFile(ExportFormat format) throws IOException {
    Path written =
        new ModelExport(model, Precision.FLOAT32).write(EnumSet.of(format), folder).get(0);
    Path file = Files.isDirectory(written) ? written.resolve("model-djl.pt") : written;
    byte[] bytes = Files.readAllBytes(file);
    // In the middle of the file lie weights, whatever the format.
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> embeddings(written))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("CRC-32")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void aModelThatSomebodyHasChangedIsLeftAlone() throws IOException {
    new ModelExport(model, Precision.FLOAT32).write(EnumSet.of(ExportFormat.ONNX), folder);
    Path file = folder.resolve("model.onnx");
    float[] expected = embeddings(file);
    byte[] more = {0x72, 6, 0x0A, 1, 'a', 0x12, 1, 'b'}; // one more line of metadata
    Files.write(file, more, StandardOpenOption.APPEND);
    assertThat(embeddings(file)).isEqualTo(expected);
  }

  @Test
  void saysWhatItCannotOpen() throws IOException {
    Path foreign = folder.resolve("foreign.pt");
    new ScriptArchive().method("forward(x: Tensor) -> Tensor", List.of("return x")).write(foreign);
    assertThatThrownBy(() -> embeddings(foreign))
        .hasMessage(
            foreign
                + ": it says nothing of what it is (expected: a model that reflux export wrote; any"
                + " other is opened by a .conf file that describes it)");
    assertThatThrownBy(() -> embeddings(folder.resolve("nowhere.pt")))
        .hasMessageStartingWith(folder.resolve("nowhere.pt") + ": missing (expected: an exported");
    Path broken = Files.writeString(folder.resolve("x.onnx"), "this is no model");
    assertThatThrownBy(() -> embeddings(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("(expected: an ONNX model that ONNX Runtime runs)");
    assertThatThrownBy(
            () ->
                new ModelExport(model, Precision.BFLOAT16)
                    .write(EnumSet.of(ExportFormat.ONNX), folder.resolve("none")))
        .hasMessage("format onnx in bfloat16 (expected: float32)");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static float[] embeddings(Path file) throws IOException {
    try (OpenModel open = ModelFiles.open(file, PLACE)) {
      assertThat(open.view().side()).isEqualTo(SIDE);
      return open.embed(Deliverables.pixels(ROWS, SIDE), ROWS).floats();
    }
  }
}
