package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TakenTasks;
import io.reflux.rundir.TrainedModel;
import io.reflux.setting.InputException;
import io.reflux.stage.RunEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that takes what another one has done. */
class TakenTasksTest {
  @TempDir private Path root;
  private Path pack;

  @SuppressWarnings("NullAway.Init")
  TakenTasksTest() {}

  @BeforeEach
  void writePack() throws Exception {
    pack = TinyPack.write(root.resolve("pack"));
  }

  @Test
  void theNumbersAreThoseOfARunThatDidAllByItself() throws Exception {
    RunDirectory source = alone("source");
    Pipeline pipeline = TinyPipeline.ofOneStudent(pack);
    Trial taking = taking(pipeline, "taking", source);
    RunSummary summary = taking.completed();
    assertThat(taking.events())
        .noneMatch(
            event ->
                event instanceof RunEvent.TaskStarted started && started.task().equals("source"));
    RunDirectory run = taking.directory();
    assertThat(Series.of(run)).isEqualTo(Series.of(pipeline, root.resolve("plain")));

    JournalEntry entry =
        RunJournal.read(run).stream()
            .filter(each -> each.what().equals("taken"))
            .findFirst()
            .orElseThrow();
    assertThat(entry.task()).isEqualTo("source");
    assertThat(entry.step()).isEqualTo(TinyPipeline.STEPS);
    assertThat(entry.details().get(0)).isEqualTo("trained by " + source.root() + ", not here");
    assertThat(entry.details())
        .anyMatch(each -> each.matches("source-best.safetensors SHA-256 .{64}"));
    assertThat(summary.notes()).contains(entry.sentence());

    deleted(source.root());
    assertThat(Trial.of(pipeline, run.root()).completed().tasks()).hasSize(2);
    assertThat(TrainedModel.find(run.root(), "source", "best").deliverable()).isNotNull();
  }

  @Test
  void aRunThatIsKilledWhileItTakesTakesAgain() throws Exception {
    RunDirectory source = alone("source");
    RunDirectory run = RunDirectory.in(root.resolve("taking"));
    Files.createDirectories(run.task("source").resolve("rest"));
    Files.writeString(run.task("source").resolve("source-best.safetensors"), "half");
    Files.writeString(run.metrics(), "half a head");
    Pipeline pipeline = TinyPipeline.ofOneStudent(pack);
    taking(pipeline, "taking", source).completed();
    assertThat(run.task("source").resolve("rest")).doesNotExist();
    assertThat(Series.of(run)).isEqualTo(Series.of(pipeline, root.resolve("plain")));
  }

  @Test
  void whatIsNotTheSameIsDoneHereOrNamedIfNothingIs() throws Exception {
    RunDirectory source = alone("source");
    assertThatThrownBy(() -> taking(TinyPipeline.ofOneStudent(pack, "seed = 6"), "other", source))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--take-from: nothing to take (expected: ")
        .hasMessageEndingWith(source.root() + " has another source: seed: 5.0 → 6.0");
    assertThat(new RunDirectory(root.resolve("other")).isBegun()).isFalse();
  }

  @Test
  void otherImagesMakeAnotherTask() throws Exception {
    RunDirectory source = alone("source");
    Path image;
    try (var files = Files.walk(pack)) {
      image = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    Files.delete(image);
    assertThatThrownBy(() -> taking(TinyPipeline.ofOneStudent(pack), "other", source))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has another source: ")
        .hasMessageContaining(String.valueOf(image.getFileName()));
  }

  @Test
  void weightsThatWereChangedAreNotTaken() throws Exception {
    RunDirectory source = alone("source");
    byte[] bytes = Files.readAllBytes(source.model("source", "source", "best"));
    bytes[bytes.length - 1] ^= 1;
    Files.write(source.model("source", "source", "best"), bytes);
    assertThatThrownBy(() -> taking(TinyPipeline.ofOneStudent(pack), "other", source))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("source-best.safetensors of task source: SHA-256 ");
  }

  /** A run of the first task alone. */
  private RunDirectory alone(String name) throws Exception {
    Trial trial = Trial.of(TinyPipeline.ofOneStudent(pack).upTo("source"), root.resolve(name));
    assertThat(trial.completed().tasks()).hasSize(1);
    return trial.directory();
  }

  private Trial taking(Pipeline pipeline, String name, RunDirectory source) {
    return Trial.of(
        files -> new RunLauncher(pipeline, files).taking(new TakenTasks(List.of(source))),
        root.resolve(name),
        (run, event) -> {});
  }

  private static void deleted(Path folder) throws Exception {
    io.reflux.weights.FolderRemoval.of(folder);
  }
}
