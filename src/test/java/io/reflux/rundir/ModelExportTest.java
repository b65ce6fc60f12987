package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import io.reflux.chance.Chance;
import io.reflux.delivery.ExportFormat;
import io.reflux.delivery.ModelExport;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Images;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.Precision;
import io.reflux.report.RunFolders;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {
  private static final int ROWS = 3;
  private static final int SIDE = 32;

  @TempDir Path root;
  private Path run = Path.of("");
  private NamedTensors weights = NamedTensors.NONE;

  @BeforeEach
  void aRunWithWeights() throws IOException {
    run = RunFolders.write(root, "run", 1);
    RunDirectory directory = new RunDirectory(run);
    Files.createDirectories(directory.task("target"));
    Path file = directory.model("target", "target", "best");
    new SafetensorsFile(NamedTensors.NONE, Map.of()).write(file);
    Network network = TrainedModel.find(run, "target", "best").student().network().build();
    weights = new NamedTensors(network.initialWeights(Chance.of(3)));
    new SafetensorsFile(weights, Map.of()).write(file);
  }

  @Test
  void everyFormatHoldsTheSameModel() throws Exception {
    TrainedModel model = TrainedModel.find(run, "target", "best");
    Path out = root.resolve("out");
    List<Path> files =
        new ModelExport(model.deliverable(), Precision.FLOAT32)
            .write(EnumSet.allOf(ExportFormat.class), out);
    assertThat(files)
        .containsExactly(
            out.resolve("target.pt"),
            out.resolve("target.safetensors"),
            out.resolve("target.onnx"),
            out.resolve("target-djl/target-djl.pt"),
            out.resolve("MODEL.md"),
            out.resolve("model.json"),
            out.resolve("SHA256SUMS"));
    assertThat(SafetensorsFile.read(files.get(1)).tensors()).isEqualTo(weights);
    Path unfolded = root.resolve("unfolded.pt");
    Lowering training = Lowering.training(Precision.FLOAT32, "embedding");
    model.student().network().build().lower(training, weights.tensors(), unfolded);
    float[] expected = embeddings(unfolded);
    assertThat(embeddings(files.get(0))).containsExactly(expected, within(1e-5f));
    assertThat(throughDjl(out.resolve("target-djl"))).containsExactly(expected, within(1e-5f));
  }

  @Test
  void theCardTellsWhereTheModelComesFrom() throws IOException {
    TrainedModel model = TrainedModel.find(run, "target.target", "best");
    List<Path> files =
        new ModelExport(model.deliverable(), Precision.BFLOAT16)
            .write(EnumSet.of(ExportFormat.SAFETENSORS), root.resolve("out"));
    String card = Files.readString(files.get(1));
    assertThat(card)
        .startsWith("# tiny: target\n")
        .contains("* embedding size: 4", "* precision of the program: bfloat16", "* teacher: none")
        .contains(
            "* method: proxy-anchor", "* data: image-folder", "* backbone: conv4", "* epochs: 5")
        .contains("mean [0.485, 0.456, 0.406]", "was not done when this card was written")
        .containsPattern("\\| target\\.safetensors \\| \\d+ \\| [0-9a-f]{64} \\|")
        .contains("```hocon");
  }

  @Test
  void theCardHasTheMetricsOfATaskThatIsDone() throws IOException {
    Files.writeString(
        new RunDirectory(run).taskSummary("target"),
        """
        { "task": "target", "epochs": 5, "steps": 50, "seconds": 61.5, "imagesPerSecond": 9,
          "teacher": { "recall@1": 0.875 },
          "students": { "target": { "parameters": 100, "embeddingSize": 4,
            "best": { "recall@1": 0.75 }, "bestEpoch": 2, "last": { "recall@1": 0.7 },
            "lastEpoch": 5 } },
          "busyShares": {}, "unreadable": ["x.png: broken"], "cacheHits": 0, "cacheMisses": 0 }
        """);
    TrainedModel model = TrainedModel.find(run, "target", "best");
    new ModelExport(model.deliverable(), Precision.FLOAT32)
        .write(EnumSet.of(ExportFormat.SAFETENSORS), root.resolve("out"));
    String card = Files.readString(root.resolve("out/MODEL.md"));
    assertThat(card)
        .contains("after epoch 2:", "| recall@1 | 0.750000 |", "| recall@1 | 0.875000 |")
        .contains("* trained parameters: 100", "* images left out: 1", "* steps: 50");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> TrainedModel.find(root.resolve("images"), "target", "best"))
        .hasMessageContaining("no pipeline.conf inside (expected: a run directory)");
    assertThatThrownBy(() -> TrainedModel.find(run, "traget", "best"))
        .hasMessage("task: traget (expected: one of target.target)");
    assertThatThrownBy(() -> TrainedModel.find(run, "target", "last"))
        .hasMessageContaining("target-last.safetensors: missing (expected: the last weights");
  }

  private static float[] embeddings(Path program) {
    try (FrozenNetwork network =
        new FrozenNetwork(program, List.of("embedding"), Device.CPU, ROWS)) {
      Map<String, HostTensor> outputs = network.infer(new Images(pixels(), ROWS, SIDE));
      return Objects.requireNonNull(outputs.get("embedding")).floats();
    }
  }

  /** As a DJL program with no part of this one would do it. */
  private static float[] throughDjl(Path folder) throws Exception {
    try (Model model = Model.newInstance("target-djl", "PyTorch")) {
      model.load(folder);
      try (var predictor = model.newPredictor(new NoopTranslator());
          var manager = model.getNDManager().newSubManager()) {
        var pixels = manager.create(pixels(), new Shape(ROWS, SIDE, SIDE, 3), DataType.UINT8);
        return predictor.predict(new NDList(pixels)).get(0).toFloatArray();
      }
    }
  }

  private static ByteBuffer pixels() {
    IntUnaryOperator value = i -> (7 * i + i / 50) % 256;
    ByteBuffer pixels = ByteBuffer.allocateDirect(ROWS * SIDE * SIDE * 3);
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, (byte) value.applyAsInt(i));
    }
    return pixels;
  }
}
