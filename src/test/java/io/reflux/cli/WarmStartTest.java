package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run begins with the weights of another run. */
class WarmStartTest {
  private static final String NETWORK = "tasks.t.train.network.";

  @TempDir static Path root;
  private static CaseFolder folder;

  @BeforeAll
  static void runTheFirst() throws IOException {
    folder = new CaseFolder(root).pictures(8);
    assertThat(folder.run("first").code()).isZero();
  }

  @Test
  void itIsTheSameAsNamingTheFile() throws IOException {
    Path best = new RunDirectory(folder.at("first")).model("t", "t", "best");
    assertThat(folder.run("by-file", NETWORK + "weights=\"" + best + '"').code()).isZero();
    assertThat(folder.run("by-run", from("first")).code()).isZero();
    assertThat(losses("by-run")).isEqualTo(losses("by-file")).isNotEqualTo(losses("first"));
    assertThat(Files.readString(folder.at("by-run/beginning/inputs.json")))
        .isEqualTo(Files.readString(folder.at("by-file/beginning/inputs.json")))
        .contains(best.toString());
  }

  @Test
  void aStepIsThatOfItsCheckpoint() throws IOException {
    assertThat(folder.run("by-step", from("first"), NETWORK + "from-step=2").code()).isZero();
    Path checkpoint = step(2);
    Path network = checkpoint.resolve("t.network.safetensors");
    assertThat(folder.run("by-its-file", NETWORK + "weights=\"" + network + '"').code()).isZero();
    assertThat(losses("by-step")).isEqualTo(losses("by-its-file"));
  }

  @Test
  void theLastIsNotTheBest() throws IOException {
    assertThat(folder.run("by-last", from("first"), NETWORK + "from-weights=last").code()).isZero();
    assertThat(Files.readString(folder.at("by-last/beginning/inputs.json")))
        .contains("first/checkpoints/t/t-last.safetensors")
        .doesNotContain("first/checkpoints/t/t-best.safetensors");
  }

  @Test
  void theModelThatLeavesSaysNothingOfIt() {
    folder.run("leaving", from("first"));
    String out = folder.at("out").toString();
    assertThat(folder.reflux("export", folder.at("leaving").toString(), "--out", out).code())
        .isZero();
    assertThat(
            folder
                .reflux(
                    "embed", out + "/t.pt", folder.at("data").toString(), "--out", out + "/e.npy")
                .code())
        .isZero();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(problems(from("nowhere")))
        .contains("network.from: \"" + folder.at("nowhere"))
        .contains("(expected: the folder of a run that has trained weights)");
    assertThat(problems(from("first"), NETWORK + "from-step=3"))
        .contains("network.from-step: 3 (expected: a step that is kept: 2, 4)");
    assertThat(problems(from("first"), NETWORK + "from-task=u"))
        .contains("network.from-task: \"u\" (expected: one of t)");
    assertThat(problems(from("first"), NETWORK + "weights=\"x.pth\""))
        .contains("network.weights: \"x.pth\" (expected: nothing: from says");
    assertThat(problems(from("first"), NETWORK + "from-step=2", NETWORK + "from-weights=best"))
        .contains("network.from-weights: \"best\" (expected: nothing: from-step says which)");
  }

  @Test
  void anotherArchitectureIsSaidBeforeAnythingStarts() {
    assertThat(problems(from("first"), NETWORK + "embedding=4"))
        .contains("network.from: ")
        .contains("(expected: a run whose weights fit this network; ")
        .contains("other shapes: ")
        .contains("[8, 4] (expected: float32 [4, 4])");
  }

  @Test
  void aDamagedCheckpointIsNoBeginning() throws IOException {
    assertThat(folder.run("damaged").code()).isZero();
    Path network = step(folder.at("damaged"), 4).resolve("t.network.safetensors");
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length - 1] ^= 1;
    Files.write(network, bytes);
    assertThat(problems(from("damaged"), NETWORK + "from-step=4"))
        .contains("network.from-step: 4 (expected: a whole checkpoint; " + network + ": CRC-32C ");
  }

  @Test
  void ofSeveralTasksOneIsNamed() throws IOException {
    Files.createDirectories(folder.at("two/checkpoints/a"));
    Files.createDirectories(folder.at("two/checkpoints/b"));
    Path model = new RunDirectory(folder.at("first")).model("t", "t", "best");
    Files.copy(model, folder.at("two/checkpoints/a/a-best.safetensors"));
    Files.copy(model, folder.at("two/checkpoints/b/small-best.safetensors"));
    assertThat(problems(from("two")))
        .contains("network.from-task: missing (expected: one of a, b.small)");
    assertThat(folder.check(from("two"), NETWORK + "from-task=b.small").code()).isZero();
    Files.createDirectories(folder.at("seeds/seed-3"));
    assertThat(problems(from("seeds")))
        .contains("one of its runs, as " + folder.at("seeds/seed-3"));
  }

  private static String from(String run) {
    return NETWORK + "from=\"" + folder.at(run) + '"';
  }

  private static String problems(String... settings) {
    CaseFolder.Said said = folder.check(settings);
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
    return said.all();
  }

  private static Path step(long step) throws IOException {
    return step(folder.at("first"), step);
  }

  private static Path step(Path run, long step) throws IOException {
    try (Stream<Path> files = Files.list(new RunDirectory(run).task("t"))) {
      return files
          .filter(each -> each.getFileName().toString().matches("step-0*" + step + "-\\d+"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> losses(String run) throws IOException {
    return Files.readAllLines(folder.at(run).resolve("metrics.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }
}
