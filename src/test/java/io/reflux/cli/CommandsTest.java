package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds the commands that run nothing to their exit codes and words. */
class CommandsTest {
  private static final String QUICKSTART = "pipelines/quickstart.conf";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(reflux()).isEqualTo(2);
    assertThat(err.toString()).contains("which command?", "run", "resume", "check");
  }

  @Test
  void anUnknownCommandIsBadUsage() {
    assertThat(reflux("trian")).isEqualTo(2);
  }

  @Test
  void tellsItsVersion() {
    assertThat(reflux("--version")).isZero();
    assertThat(out.toString())
        .startsWith("reflux ")
        .containsPattern("\\nbuild ([0-9a-f]{7,}(-dirty)?|unknown)\\R")
        .contains("Java ", "libtorch ", "devices cpu (");
  }

  @Test
  void theFirstLineOfARunComesBeforeItsFileIsRead() {
    assertThat(reflux("run", "missing.conf")).isEqualTo(2);
    assertThat(out.toString()).isEqualTo("reading missing.conf\n");
  }

  @Test
  void checkPrintsThePlan() {
    assertThat(reflux("check", QUICKSTART)).isZero();
    assertThat(out.toString())
        .contains("quickstart, seed 0", "648 images of 27 classes", "target (after source)")
        .contains("chunks   of 54 images, 2 a batch; 0 % of what is computed is in vain")
        .contains("4 batches loading, 6 at the teacher, 16 steps to write down")
        .doesNotContain("warning");
  }

  @Test
  void checkWarnsOfNumbersThatLeaveALaneWithoutWork() {
    String lanes = "tasks.target.distill.teacher.devices = [cpu, cpu, cpu]";
    assertThat(reflux("check", QUICKSTART, "-D", lanes, "-D", "machine.teach-ahead = 1")).isZero();
    assertThat(out.toString())
        .contains("  warning: machine.teach-ahead: 1 (expected: >= 3; while the last of 2 pieces");
  }

  @Test
  void checkPrintsTheViewsOfEachSide() {
    String crops =
        "tasks.target.distill.views { count = 0, train.count = 2,"
            + " further = [ { count = 6, steps = [ { type = center-crop, side = 16 } ] } ] }";
    assertThat(reflux("check", QUICKSTART, "-D", crops)).isZero();
    assertThat(out.toString())
        .contains("batches of 90 examples in 1 view of 32×32 pixels")
        .contains("batches of 54 examples in 2 views of 32×32 and 6 of 16×16 pixels");
  }

  @Test
  void checkPrintsTheResolvedFileAsHocon() throws IOException {
    assertThat(reflux("check", "--resolved", "--seed", "4", QUICKSTART)).isZero();
    Path resolved = Files.writeString(folder.resolve("again.conf"), out.toString());
    out.getBuffer().setLength(0);
    assertThat(reflux("check", "--resolved", resolved.toString())).isZero();
    assertThat(out.toString()).isEqualTo(Files.readString(resolved)).contains("seed = 4\n");
  }

  @Test
  void severalSeedsAreGivenInTheFileOrOnTheCommandLine() {
    assertThat(reflux("check", QUICKSTART, "--seed", "0,1,2")).isZero();
    assertThat(out.toString()).contains("quickstart, seeds 0, 1, 2");
    assertThat(reflux("check", QUICKSTART, "-D", "seeds=[4,5]", "--seed", "4")).isZero();
    assertThat(out.toString()).contains("quickstart, seed 4");
  }

  @Test
  void checkPrintsEveryProblem() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.conf"), "name = x\ntsaks = []\ndata = 3\n");
    assertThat(reflux("check", file.toString())).isEqualTo(2);
    assertThat(out.toString().lines())
        .containsExactly(
            "bad.conf:3: data: 3 (expected: an object { … })",
            "bad.conf:1: tasks: missing (expected: a list of objects [ { … } ])",
            "bad.conf:2: tsaks: [] (expected: no such key; nearest: tasks)",
            "3 problems");
  }

  @Test
  void aDatasetThatIsNotThereIsAProblem() {
    assertThat(reflux("check", "-D", "data.root=/nowhere/at/all", QUICKSTART)).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "-D data.root=/nowhere/at/all: data.root: /nowhere/at/all does not exist", "1 problem");
  }

  @Test
  void checkTellsWhichFoldersAreNoClasses() throws IOException {
    for (String file : new String[] {"a/1.png", "b/1.png", "README/README.md"}) {
      Files.createDirectories(folder.resolve("data").resolve(file).getParent());
      Files.write(folder.resolve("data").resolve(file), new byte[] {1});
    }
    String root = "data.root=\"" + folder.resolve("data") + "\"";
    assertThat(reflux("check", "-D", root, "-D", "tasks=[]", QUICKSTART)).isEqualTo(2);
    assertThat(err.toString())
        .contains("warning: " + folder.resolve("data") + ": 1 folders hold no image")
        .contains("the first is README")
        .containsOnlyOnce("warning: ");
  }

  @Test
  void runRefusesABadFileBeforeItMakesAFolder() {
    Path place = folder.resolve("run");
    assertThat(reflux("run", QUICKSTART, "-D", "machine.loaders=0", "--run-dir", place.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("-D machine.loaders=0: machine.loaders: 0");
    assertThat(place).doesNotExist();
  }

  @Test
  void runRefusesAFolderThatHoldsARun() throws IOException {
    Files.writeString(folder.resolve("pipeline.conf"), "");
    assertThat(reflux("run", QUICKSTART, "--run-dir", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("holds a run", "reflux resume");
  }

  @Test
  void resumeNeedsARun() {
    assertThat(reflux("resume", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("has no pipeline.conf (expected: the folder of a run)");
  }

  @Test
  void conformanceRunsAFolderOfGoldenCases() {
    assertThat(reflux("conformance", "src/golden/transforms")).isZero();
    assertThat(out.toString()).contains(" passed, 0 failed");
    assertThat(reflux("conformance", folder.resolve("none").toString())).isEqualTo(2);
  }

  @Test
  void conformanceSaysWhichCasesFailAndLeavesWithThree() throws IOException {
    Files.writeString(
        folder.resolve("index.json"),
        "[{\"file\": \"losses/none.json\", \"op\": \"pkt\", \"id\": \"none\"}]");
    assertThat(reflux("conformance", folder.toString())).isEqualTo(3);
    assertThat(out.toString())
        .startsWith("losses pkt: 0 passed, 1 failed")
        .contains("  none: ")
        .endsWith("0 passed, 1 failed" + System.lineSeparator());
  }

  @Test
  void conformanceRefusesAFolderOfOtherThings() throws IOException {
    assertThat(reflux("conformance", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("DIR: ").contains("no index.json (expected: ");
    Files.writeString(folder.resolve("index.json"), "{");
    assertThat(reflux("conformance", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("(expected: a JSON file)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void goldenCasesLieBesideTheJarsOrInTheSources() {
    assertThat(new Installation(Optional.empty()).golden()).isDirectory();
    assertThat(new Installation(Optional.of(folder)).golden()).isEqualTo(folder.resolve("golden"));
  }
}
