package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.ChangeKind;
import io.reflux.rundir.Rewind;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.stage.RunEvent;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on from an older checkpoint: in the same way, or in another. */
class RewindTest {
  private static final int EPOCH = TinyPipeline.STEPS_PER_EPOCH;

  private static final Allowance PIPELINE =
      new Allowance(Set.of(ChangeKind.PIPELINE), List.of(), false);

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static Path done = Path.of("");
  private static Series undisturbed = new Series(List.of(), List.of(), new java.util.TreeMap<>());
  private RunDirectory run = new RunDirectory(Path.of(""));

  @BeforeAll
  static void runUndisturbed() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    done = shared.resolve("done");
    undisturbed = Series.of(TinyPipeline.over(pack), done);
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> walk = Files.walk(done)) {
      for (Path each : walk.toList()) {
        Path there = folder.resolve("run").resolve(done.relativize(each).toString());
        Files.copy(each, there, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    run = RunDirectory.in(folder.resolve("run"));
  }

  @Test
  void theSameAgainIsTheSame() throws Exception {
    List<String> told = new Rewind(run, TinyPipeline.over(pack)).to("source", EPOCH);
    assertThat(told).hasSize(2).anyMatch(each -> each.contains("target begins again"));
    Path aside = run.root().resolve("set-aside/source-after-step-6");
    assertThat(aside.resolve("checkpoints/source")).isDirectoryContaining("glob:**0012-2");
    assertThat(aside.resolve("checkpoints/source/summary.json")).exists();
    assertThat(aside.resolve("checkpoints/target/summary.json")).exists();
    assertThat(aside.resolve("summary.json")).exists();
    assertThat(aside.resolve("metrics.csv")).hasSameBinaryContentAs(done.resolve("metrics.csv"));
    bestIsOf(EPOCH);

    Trial again = Trial.of(TinyPipeline.over(pack), run.root());
    again.completed();
    assertThat(again.heard(RunEvent.TaskStarted.class))
        .extracting(RunEvent.TaskStarted::fromStep)
        .containsExactly((long) EPOCH, 0L);
    assertThat(Series.of(run)).isEqualTo(undisturbed);
  }

  @Test
  void theLastTaskIsMeantIfNoneIsNamedAndMayGoOnOtherwise() throws Exception {
    Path file = folder.resolve("other.conf");
    Files.writeString(file, TinyPipeline.over(pack).resolved());
    Pipeline other = Pipeline.read(file, List.of("tasks.target.distill.optimizer.lr=1e-4"));
    assertThat(new Rewind(run, other).to("", EPOCH)).hasSize(1);
    Trial.of(other, run.root(), PIPELINE).completed();
    List<String> losses = Series.losses(run, "baseline");
    List<String> before = Series.losses(new RunDirectory(done), "baseline");
    assertThat(losses)
        .hasSameSizeAs(before)
        .startsWith(before.subList(0, EPOCH).toArray(new String[0]));
    assertThat(losses.get(TinyPipeline.STEPS - 1)).isNotEqualTo(before.get(TinyPipeline.STEPS - 1));
    assertThat(Series.losses(run, "source")).hasSize(TinyPipeline.STEPS);
  }

  @Test
  void whatThereIsNotIsRefusedAndNothingIsMoved() throws Exception {
    Rewind rewind = new Rewind(run, TinyPipeline.over(pack));
    assertThatThrownBy(() -> rewind.to("source", 5))
        .isInstanceOf(InputException.class)
        .hasMessage("--from: 5 (expected: the step of a whole checkpoint of task source: [6, 12])");
    assertThatThrownBy(() -> rewind.to("sauce", 6))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--task: sauce (expected: ");
    assertThat(run.root().resolve("set-aside")).doesNotExist();
  }

  private void bestIsOf(long step) throws IOException {
    Checkpoint checkpoint = new CheckpointStore(run.task("source"), 1).at(step).orElseThrow();
    assertThat(SafetensorsFile.read(run.model("source", "source", "best")).tensors().tensors())
        .isEqualTo(
            Objects.requireNonNull(
                    Objects.requireNonNull(checkpoint.students().get("source"))
                        .groups()
                        .get("network"))
                .tensors());
  }
}
