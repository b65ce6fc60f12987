package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.network.Network;
import io.reflux.report.RunFolders;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TrainedModel;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A folder of exported models as a registry. */
class ModelsCommandTest {
  @TempDir private Path root;
  private final StringWriter out = new StringWriter();
  private Path run = Path.of("");
  private Path exports = Path.of("");

  @BeforeEach
  void aRunWithWeights() throws IOException {
    exports = root.resolve("exports");
    run = RunFolders.write(root, "run", 1);
    RunDirectory directory = new RunDirectory(run);
    Files.createDirectories(directory.task("target"));
    Path file = directory.model("target", "target", "best");
    new SafetensorsFile(NamedTensors.NONE, Map.of()).write(file);
    Network network = TrainedModel.find(run, "target", "best").student().network().build();
    new SafetensorsFile(new NamedTensors(network.initialWeights(Chance.of(3))), Map.of())
        .write(file);
    Files.writeString(
        directory.taskSummary("target"),
        """
        { "task": "target", "students": { "target": { "parameters": 100, "embeddingSize": 4,
          "best": { "recall@1": 0.75, "map@r": 0.5 }, "bestEpoch": 2, "last": {}, "lastEpoch": 5 } } }
        """);
  }

  @Test
  void everyExportIsListedAndItsFilesAreVerified() throws IOException {
    assertThat(export("a")).isZero();
    assertThat(export("deep/b", "--format", "safetensors")).isZero();
    assertThat(reflux("models", exports.toString(), "--verify")).isZero();
    List<String> lines = out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertThat(lines).contains("folder model network size date digest recall@1 map@r");
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches("a tiny: target conv4 4 \\d{4}-\\d\\d-\\d\\d [0-9a-f]{12} 75.0 50.0"))
        .anyMatch(line -> line.startsWith("deep/b tiny: target"))
        .contains("every file is as it was exported");
    assertThat(Files.readString(exports.resolve("a/SHA256SUMS")).lines())
        .hasSize(4)
        .allMatch(
            line -> line.matches("[0-9a-f]{64}  (target.(pt|safetensors)|MODEL.md|model.json)"));

    Path card = exports.resolve("a/MODEL.md");
    Files.writeString(card, Files.readString(card) + "nicer than it was\n");
    Files.delete(exports.resolve("deep/b/target.safetensors"));
    assertThat(reflux("models", exports.toString())).as("only told if asked").isZero();
    assertThat(reflux("models", exports.toString(), "--verify")).isEqualTo(ExitCode.DAMAGED);
    assertThat(out.toString())
        .contains(card + ": SHA-256 ")
        .contains(exports.resolve("deep/b/target.safetensors") + ": it is gone");
  }

  @Test
  void programsReadTheSame() throws IOException {
    assertThat(export("a")).isZero();
    assertThat(reflux("models", exports.toString(), "--json")).isZero();
    assertThat(out.toString())
        .contains("\"recall@1\" : 0.75", "\"sha256\" : ", "\"network\" : \"conv4\"");
  }

  @Test
  void anExportedFolderIsAModel() throws IOException {
    assertThat(export("a")).isZero();
    Path rows = root.resolve("rows.npy");
    Path images = root.resolve("images");
    assertThat(
            reflux(
                "embed",
                exports.resolve("a").toString(),
                images.toString(),
                "--out",
                rows.toString()))
        .as(out.toString())
        .isZero();
    assertThat(rows).isNotEmptyFile();
  }

  @Test
  void aFolderKeepsOneModel() throws IOException {
    assertThat(export("a")).isZero();
    Path record = exports.resolve("a/model.json");
    Files.writeString(record, Files.readString(record).replace("\"target\"", "\"other\""));
    assertThat(export("a")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString())
        .contains(
            "--out: "
                + exports.resolve("a")
                + " holds the model other (expected: a folder of its"
                + " own, as "
                + exports.resolve("target")
                + ")");
  }

  @Test
  void whereThereIsNoneIsSaid() {
    assertThat(reflux("models", root.resolve("nowhere").toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(reflux("models", root.resolve("images").toString())).isZero();
    assertThat(out.toString())
        .contains("(expected: a folder of exported models)", "no exported model in ");
  }

  private int export(String name, String... further) {
    List<String> words = new java.util.ArrayList<>(List.of("export", run.toString()));
    words.addAll(List.of("--out", exports.resolve(name).toString()));
    words.addAll(List.of(further));
    return reflux(words.toArray(String[]::new));
  }

  private int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    return line.execute(words);
  }
}
