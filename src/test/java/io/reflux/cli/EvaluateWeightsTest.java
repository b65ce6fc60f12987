package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An embedding with parts is measured as its training did it, in a run and after it has left. */
class EvaluateWeightsTest {
  private static final String DATA =
      "dataset = image-folder, root = \"%s\", split { max-train-classes = 4, max-test-classes = 3 }"
          .formatted(Path.of("pipelines/data/quickstart.zip").toAbsolutePath());
  private static final String TEXT =
      """
      name = weighted
      data { DATA }
      tasks = [
        { name = diva
          train {
            network {
              backbone = conv4, widths = [4, 4, 8, 8], embedding = 6, l2-norm = true
              parts = [discriminative, shared]
            }
            method {
              type = diva, features = [discriminative, shared]
              evaluated = [0.25, 1], weightings { first = [1, 0], "1-3" = [1, 3] }
            }
            optimizer { type = adam, lr = 1e-3 }
            sampler { batch-size = 24, images-per-class = 6 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 1
            evaluate { metrics = ["recall@1", "map@r"], best = "first/map@r" }
          } }
        { name = leave, export { task = diva, formats = [torchscript, safetensors, onnx] } }
      ]
      """
          .replace("DATA", DATA);

  @TempDir static Path root;
  private static Path run = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws Exception {
    run = root.resolve("run");
    RunListener deaf =
        new RunListener() {
          @Override
          public void started(RunHandle handle) {}

          @Override
          public void heard(RunEvent event) {}
        };
    RunEnd end = new RunLauncher(Pipeline.parse(TEXT, root), RunDirectory.in(run)).run(deaf);
    assertThat(end).isInstanceOf(RunEnd.Completed.class);
  }

  @Test
  void asItsTrainingChoseOrByNameOrByNumbers() throws IOException {
    JsonNode best =
        new ObjectMapper().readTree(run.resolve("summary.json").toFile()).findValue("best");
    assertThat(best.fieldNames())
        .toIterable()
        .contains("recall@1", "1-3/map@r", "first/recall@1", "first/map@r");
    List<String> models = new ArrayList<>(List.of(run.toString()));
    for (String name : List.of("diva.pt", "diva.safetensors", "diva.onnx")) {
      models.add(run.resolve("export/leave/" + name).toString());
    }
    for (String model : models) {
      assertThat(mapAtR(model)).as(model).isEqualTo(best.get("map@r"));
      assertThat(mapAtR(model, "--weights", "first")).isEqualTo(best.get("first/map@r"));
      assertThat(mapAtR(model, "--weights", "1-3")).isEqualTo(best.get("1-3/map@r"));
      assertThat(mapAtR(model, "--weights", "0.25,1")).isEqualTo(best.get("map@r"));
      assertThat(mapAtR(model, "--weights", "2,2"))
          .isEqualTo(mapAtR(model, "--weights", "none"))
          .isNotEqualTo(best.get("map@r"));
    }
    assertThat(Files.readString(run.resolve("export/leave/MODEL.md")))
        .contains("[discriminative, shared] times [0.25, 1.0]");
  }

  @Test
  void whatIsWrongIsSaidInASentence() {
    assertThat(reflux("evaluate", run.toString(), "--weights", "heavy")).isEqualTo(2);
    assertThat(err.toString()).contains("--weights: heavy (expected: ").contains("[1-3, first]");
    assertThat(reflux("evaluate", run.toString(), "--weights", "1,2,3")).isEqualTo(2);
    assertThat(err.toString()).contains("a number for each of [discriminative, shared]");
  }

  private JsonNode mapAtR(String model, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("evaluate", model, "--json"));
    all.addAll(List.of("--metrics", "map@r", "--data", "{ " + DATA + " }"));
    all.addAll(List.of(words));
    int code = reflux(all.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString()).get("metrics").get("map@r");
  }

  private int reflux(String... words) {
    out.getBuffer().setLength(0);
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
