package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.cli.CaseFolder.Said;
import io.reflux.engine.ScriptArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

/** From a folder of photos to a model, by the file that {@code init} writes. */
class InitTest {
  private static final Asked.Question WHAT =
      new Asked.Question("What matters?", "small", List.of("small", "accurate"));

  private static final String PHOTOS = "Fotos für Bücher 照片";

  @TempDir Path root;
  private CaseFolder folder;
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    folder = new CaseFolder(root);
    file = folder.at("mine.conf");
  }

  private Said init(String... words) {
    List<String> all =
        Stream.concat(
                Stream.of("init", folder.at(PHOTOS).toString(), "--yes", "--out", file.toString()),
                Stream.of(words))
            .toList();
    return folder.reflux(all.toArray(String[]::new));
  }

  private void classes() throws IOException {
    folder.pictures(PHOTOS, List.of("Äpfel rot", "b", "c", "d 4", "e", "f", "g", "花"), 4);
  }

  @Test
  void aFolderBecomesAModelThatIsSearched() throws IOException {
    classes();
    Said said = init();
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(said.out()).contains("32 images, about 24 pixels", "next:   reflux run ");
    assertThat(Files.readString(file)).contains("name = Fotos-fuer-Buecher\n", "side = 32");
    String run = folder.at("run").toString();
    Said trained =
        folder.reflux(
            "run",
            file.toString(),
            "--run-dir",
            run,
            "-D",
            "tasks.teacher.train.epochs=1",
            "-D",
            "tasks.student.distill.epochs=1");
    assertThat(trained.code()).as(trained.all()).isEqualTo(ExitCode.DONE);
    assertThat(folder.at("run/export")).isDirectoryRecursivelyContaining("glob:**.pt");
    Said found =
        folder.reflux(
            "search",
            run,
            folder.at(PHOTOS).toString(),
            folder.at(PHOTOS + "/花/000.png").toString(),
            "--task",
            "student",
            "--found",
            "1");
    assertThat(found.code()).as(found.all()).isEqualTo(ExitCode.DONE);
    assertThat(found.out()).contains("花");
    assertThat(found.err()).contains("there is no index of them yet", "kept in ");
  }

  @Test
  void accuracyIsOneNetworkByLabels() throws IOException {
    classes();
    Said said = init("--goal", "accurate");
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(file)).contains("name = model").doesNotContain("distill");
  }

  @Test
  void withoutLabelsThereIsATeacher() throws IOException {
    folder.pictures(PHOTOS, List.of("."), 20);
    assertThat(init("--teacher", "train").err()).contains("--teacher: train (expected: ");
    Path program = folder.at("t.pt");
    new ScriptArchive()
        .method("forward(input: Tensor) -> Tensor", List.of("return torch.mean(input, [2, 3])"))
        .write(program);
    Said said = init("--teacher", program.toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(said.out()).contains(": 20 images without labels");
    assertThat(Files.readString(file)).contains("type = pkt", "teacher-overlap@10");
  }

  @Test
  void aPublishedTeacherIsToBeFetchedFirst() throws IOException {
    classes();
    Said said = init("--teacher", "dinov2-small", "--goal", "no-labels");
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    assertThat(said.out()).contains("first:  fetch https://dl.fbaipublicfiles.com/dinov2/");
    Said checked = folder.reflux("check", file.toString());
    assertThat(checked.out())
        .contains("network.weights: ", "it is published at https://", "1 problem");
  }

  @Test
  void whatIsThereStays() throws IOException {
    classes();
    Files.writeString(file, "kept");
    assertThat(init().code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(file).hasContent("kept");
  }

  @Test
  void whatIsNotGivenIsAsked() {
    StringWriter screen = new StringWriter();
    Asked asked = asked("accurate\n\n", screen);
    Asked.Question device = new Asked.Question("On which device?", "cpu", List.of());
    assertThat(asked.<String>of("", WHAT, word -> word)).isEqualTo("accurate");
    assertThat(asked.<String>of("", device, word -> word)).isEqualTo("cpu");
    assertThat(asked.<String>of("gpu0", device, word -> word)).isEqualTo("gpu0");
    assertThat(screen).hasToString("What matters? small, accurate [small] On which device? [cpu] ");
  }

  @Test
  void aWrongAnswerIsAskedForAgainButNotWithoutAnybody() {
    StringWriter screen = new StringWriter();
    assertThat(asked("accurat\naccurate\n", screen).of("", WHAT, InitTest::known))
        .isEqualTo("accurate");
    assertThat(screen.toString())
        .containsSubsequence("[small] ", "accurat (expected: one of them)", "[small] ");
    assertThatThrownBy(() -> asked("", screen).of("accurat", WHAT, InitTest::known))
        .isInstanceOf(ParameterException.class);
    Asked.Question oddly = new Asked.Question("What matters?", "nothing", List.of());
    assertThatThrownBy(() -> asked("\n", screen).of("", oddly, InitTest::known))
        .hasMessageStartingWith("nothing");
  }

  private static String known(String word) {
    if (!WHAT.choices().contains(word)) {
      throw new ParameterException(Main.line(), word + " (expected: one of them)");
    }
    return word;
  }

  private static Asked asked(String typed, StringWriter screen) {
    return new Asked(
        new BufferedReader(new StringReader(typed)), new PrintWriter(screen, true), true);
  }
}
