package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.ScriptArchive;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import io.reflux.setting.Defaults;
import io.reflux.setting.InputException;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Students learn from a program, or from a network, that no task of the pipeline has trained. */
class ForeignTeacherTest {
  private static final String TEXT =
      """
      name = foreign
      data { dataset = image-folder, root = "PACK" }
      shared {
        model { MODEL }
        view { steps = [ { type = resize, side = 16, square = true } ] }
      }
      tasks = [
        { name = probe
          evaluate = ${shared.model} { view = ${shared.view}, metrics = ["recall@1", "map@r"] } }
        { name = target
          distill {
            teacher = ${shared.model} { cache { mode = clean, directory = "CACHE" } }
            student {
              network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
              method { type = METHOD }
            }
            sampler { batch-size = 8, images-per-class = 2 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test = ${shared.view}
            }
            epochs = 2
            evaluate { metrics = ["recall@1", "map@r"] }
          } }
      ]
      """;

  /** Squares of 4 × 4 pixels: the embedding; and the picture itself before it. */
  private static final String SQUARES =
      "return (x, torch.flatten(torch.avg_pool2d(x, [4, 4], [4, 4], [0, 0], False, True, None),"
          + " 1))";

  private static final String PROGRAM = "program = \"FOLDER/theirs.pt\", outputs.embedding = 1";

  private static final String NETWORK =
      "backbone = resnet, blocks = [1, 1], widths = [4, 8], stem = tiny, embedding = 0";

  private static final String PUBLISHED =
      "network { " + NETWORK + ", weights = FOLDER/theirs.safetensors, weights-keys = moco-v2 }";

  @TempDir static Path packFolder;
  @TempDir Path folder;

  @BeforeAll
  static void writePack() throws IOException {
    TinyPack.write(packFolder);
  }

  @BeforeEach
  void writeModels() throws Exception {
    program(SQUARES);
    Network network = network();
    NamedTensors weights = new NamedTensors(network.initialWeights(Chance.of(3)));
    Map<String, io.reflux.engine.HostTensor> published = new java.util.LinkedHashMap<>();
    weights.forEach((key, tensor) -> published.put("module.encoder_q." + key, tensor));
    new SafetensorsFile(new NamedTensors(published), Map.of())
        .write(folder.resolve("theirs.safetensors"));
  }

  private static Network network() {
    Section section =
        new Section(
            ConfigFactory.parseString(NETWORK).root(), Defaults.NONE, "network", new Problems());
    return NetworkSettings.read(section).build();
  }

  @Test
  void aProgramOfAnybodysTeachesAndIsMeasured() throws Exception {
    learnsFrom(PROGRAM);
  }

  @Test
  void aPublishedNetworkTeachesAndIsMeasured() throws Exception {
    learnsFrom(PUBLISHED);
  }

  @Test
  void anOnnxFileTeachesIsMeasuredAndTheRunGoesOnToTheBit() throws Exception {
    Network network = network();
    network.onnx(
        Lowering.inference(Precision.FLOAT32, "map1", "embedding").onNumbers(),
        network.initialWeights(Chance.of(3)),
        folder.resolve("theirs.onnx"),
        Map.of());
    String program = "program = \"FOLDER/theirs.onnx\", outputs.embedding = embedding";
    learnsFrom(program);
    String uncached = text(program, "relaxed-contrastive").replace("mode = clean", "mode = off");
    Series series =
        BrokenOff.goesOnToTheBit(
            Pipeline.parse(uncached, folder), folder, each -> !each.teacherOutputs().isEmpty());
    assertThat(series.losses()).doesNotHaveDuplicates();
  }

  @Test
  void anotherFileIsAnotherTeacher() throws Exception {
    Trial cold = Trial.of(pipeline(PROGRAM, "relaxed-contrastive"), folder.resolve("cold"));
    Trial warm = Trial.of(pipeline(PROGRAM, "relaxed-contrastive"), folder.resolve("warm"));
    program(SQUARES.replace("torch.flatten", "torch.neg(torch.flatten").replace(", 1))", ", 1)))"));
    Trial other = Trial.of(pipeline(PROGRAM, "relaxed-contrastive"), folder.resolve("other"));

    assertThat(target(cold).cacheMisses()).isPositive();
    assertThat(target(warm).cacheMisses()).isZero();
    assertThat(target(other).cacheMisses()).isPositive();
    assertThat(Series.of(warm.directory())).isEqualTo(Series.of(cold.directory()));
  }

  @Test
  void aResumedTaskRefusesAnotherFile() throws Exception {
    Pipeline pipeline = pipeline(PROGRAM, "relaxed-contrastive");
    Trial first = Trial.of(pipeline, folder.resolve("run"));
    Files.delete(first.directory().taskSummary("target"));
    assertThat(Trial.of(pipeline, folder.resolve("run")).completed().tasks()).hasSize(2);

    Files.delete(first.directory().taskSummary("target"));
    program(SQUARES.replace("(x, torch", "(torch.neg(x), torch"));
    assertThatThrownBy(() -> Trial.of(pipeline, folder.resolve("run")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weights: " + folder.resolve("theirs.pt") + ": SHA-256 ")
        .hasMessageContaining("--allow weights");
  }

  @Test
  void whatIsWrongIsToldBefore() {
    // Two tasks take it by one reference: it is told once.
    assertThat(problems("program = nowhere.pt", "relaxed-contrastive"))
        .singleElement()
        .asString()
        .endsWith("program: \"nowhere.pt\" (expected: a file that is there)");
    assertThat(problems("network { " + NETWORK + " }", "relaxed-contrastive"))
        .allMatch(line -> line.contains("(expected: weights = a file: a network that learns"));
    assertThat(problems(PROGRAM, "fitnet"))
        .singleElement()
        .asString()
        .contains("method.type: \"fitnet\" (expected: a method that reads of the teacher no more")
        .contains("than it has: embedding; not map1, map2, map3, map4)");
  }

  @Test
  void aProgramWhoseAnswerDependsOnTheSideCannotTeachViewsOfSeveralSides() throws Exception {
    String small = "[ { steps = [ { type = random-resized-crop, side = 12 } ] } ]";
    String text = text(PROGRAM, "relaxed-contrastive").replace("mode = clean", "mode = off");
    assertThat(text).contains("views {");
    Pipeline pipeline =
        Pipeline.parse(text.replace("views {", "views {\n further = " + small), folder);
    assertThat(Trial.of(pipeline, folder.resolve("run")).failed("target"))
        .contains("teacher: output embedding has rows of the shapes [48] and [27]");

    String resized =
        text.replace("outputs.embedding = 1", "outputs.embedding = 1, input.side = 16");
    Pipeline fixed =
        Pipeline.parse(resized.replace("views {", "views {\n further = " + small), folder);
    Trial.of(fixed, folder.resolve("fixed")).completed();
  }

  private void learnsFrom(String model) throws Exception {
    Trial trial = Trial.of(pipeline(model, "relaxed-contrastive"), folder.resolve("run"));
    RunSummary summary = trial.completed();
    Map<String, Double> probed =
        Objects.requireNonNull(summary.tasks().get(0).students().get("probe")).best();
    assertThat(probed.get("recall@1")).isBetween(0.2, 1.0);
    assertThat(target(trial).teacher()).containsExactlyEntriesOf(probed);
    assertThat(Series.losses(trial.directory(), "target"))
        .hasSize(TinyPipeline.STEPS)
        .doesNotHaveDuplicates();
    assertThat(target(trial).cacheHits()).isPositive();
  }

  private static TaskSummary target(Trial trial) {
    return trial.completed().tasks().get(1);
  }

  private void program(String line) throws IOException {
    new ScriptArchive()
        .method("forward(x: Tensor) -> Tuple[Tensor, Tensor]", List.of(line))
        .write(folder.resolve("theirs.pt"));
  }

  private List<String> problems(String model, String method) {
    try {
      pipeline(model, method);
      return List.of();
    } catch (PipelineException e) {
      return String.valueOf(e.getMessage()).lines().toList();
    }
  }

  private Pipeline pipeline(String model, String method) throws PipelineException {
    return Pipeline.parse(text(model, method), folder);
  }

  private String text(String model, String method) {
    return TEXT.replace("PACK", packFolder.toString())
        .replace("MODEL", model)
        .replace("METHOD", method)
        .replace("CACHE", folder.resolve("features").toString())
        .replace("FOLDER", folder.toString());
  }
}
