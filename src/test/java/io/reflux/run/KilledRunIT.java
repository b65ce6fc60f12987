package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.ChangesFile;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.StepChange;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process was killed goes on with the numbers that it would have had. */
class KilledRunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SIGTERM_EXIT = 143;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static Series uninterrupted = new Series(List.of(), List.of(), new java.util.TreeMap<>());

  @BeforeAll
  static void runUninterrupted() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    uninterrupted =
        Series.of(TinyPipeline.over(pack, TinyPipeline.NARROW), shared.resolve("uninterrupted"));
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameNumbers() throws Exception {
    KilledRun killed = new KilledRun(pack, folder);
    killed.killAt("StepTaken[task=source, progress=StepProgress[epoch=2, step=8");
    killed.killAt("Evaluated[task=source, student=source, epoch=2");
    killed.killAt("TaskDone[task=source");
    killed.killAt("TeacherMeasured[task=target");
    killed.killAt("StepTaken[task=target, progress=StepProgress[epoch=1, step=5");
    killed.killWhenWritten(1 + TinyPipeline.STEPS + 2 * 8);
    Trial last = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    last.completed();
    assertThat(Series.of(last.directory())).isEqualTo(uninterrupted);
  }

  @Test
  void killedAfterItWasToldOtherwiseItDoesSoAgain() throws Exception {
    Path killed = Files.createDirectories(folder.resolve("killed"));
    new KilledRun(pack, killed)
        .killAt("StepTaken[task=source, progress=StepProgress[epoch=2, step=10", ChildRun.STEERED);
    Path changes = Path.of("checkpoints", "source", "changes.jsonl");
    Path upFront = folder.resolve("up-front");
    Files.createDirectories(upFront.resolve(changes).resolveSibling(""));
    Files.copy(killed.resolve(changes), upFront.resolve(changes));
    Series expected = Series.of(TinyPipeline.over(pack, TinyPipeline.NARROW), upFront);
    assertThat(expected.losses()).isNotEqualTo(uninterrupted.losses());
    // It comes after the step that was next to be let in, which may be one with an evaluation
    // anyway.
    long more =
        new ChangesFile(RunDirectory.in(killed), "source")
            .read().stream()
                .filter(each -> each.kind() == StepChange.Kind.EVALUATE)
                .filter(each -> each.step() % TinyPipeline.STEPS_PER_EPOCH != 0)
                .count();
    assertThat(expected.evaluations()).hasSize(uninterrupted.evaluations().size() + (int) more);
    assertThat(Series.of(TinyPipeline.over(pack, TinyPipeline.NARROW), killed)).isEqualTo(expected);
  }

  @Test
  void sigtermWaitsForNoEvaluation() throws Exception {
    Process child =
        new KilledRun(pack, folder)
            .start(
                "StepTaken[task=source, progress=StepProgress[epoch=2, step=8",
                true,
                ChildRun.HUNG);
    terminated(child);
    Trial resumed = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    assertThat(resumed.heard(RunEvent.TaskStarted.class).get(0).fromStep())
        .isEqualTo(TinyPipeline.STEPS_PER_EPOCH);
    assertThat(Series.of(resumed.directory())).isEqualTo(uninterrupted);
  }

  @Test
  void whatTheTeacherAnsweredBeforeTheKillIsReadByTheNextProcess() throws Exception {
    KilledRun killed = new KilledRun(pack, folder);
    // Views repeat every epoch: by the second one, most of its answers are in the shards.
    killed.killAt("StepTaken[task=target, progress=StepProgress[epoch=2, step=8");
    Trial resumed = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    TaskSummary target = resumed.completed().tasks().get(1);
    assertThat(target.cacheHits()).isGreaterThan(2 * target.cacheMisses());
    assertThat(Series.of(resumed.directory())).isEqualTo(uninterrupted);
  }

  @Test
  void twoTasksThatWereUnderWayBothGoOn() throws Exception {
    Trial undisturbed = Trial.of(TwoTasks.over(pack), folder.resolve("undisturbed"));
    Path file = TwoTasks.file(pack, folder.resolve("two.conf"));
    Path directory = Files.createDirectories(folder.resolve("killed"));
    KilledRun killed = new KilledRun(file, directory);
    String bothGoOn = "CheckpointSealed[task=left|CheckpointSealed[task=right";
    killed.killAt(bothGoOn);
    killed.killAt(bothGoOn);
    Trial last = Trial.of(Pipeline.read(file), directory);
    last.completed();
    assertThat(last.heard(RunEvent.TaskStarted.class))
        .filteredOn(started -> started.fromStep() > 0)
        .extracting(RunEvent.TaskStarted::task)
        .containsExactlyInAnyOrder("left", "right");
    assertThat(SideBySideTest.sorted(last)).isEqualTo(SideBySideTest.sorted(undisturbed));
  }

  @Test
  void sigtermWritesACheckpointAndLeaves() throws Exception {
    Process child =
        new KilledRun(pack, folder)
            .start("StepTaken[task=source, progress=StepProgress[epoch=1, step=4", true);
    assertThat(terminated(child)).contains(ChildRun.LIVE + "0");
    Trial resumed = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    assertThat(resumed.heard(RunEvent.TaskStarted.class).get(0).fromStep())
        .isBetween(4L, TinyPipeline.STEPS - 1L);
    assertThat(Series.of(resumed.directory())).isEqualTo(uninterrupted);
  }

  /** Sends SIGTERM to a process that has paused; answers what it says. */
  private static String terminated(Process child) throws Exception {
    String said =
        assertTimeoutPreemptively(
            PATIENCE,
            () -> {
              try (BufferedReader lines = child.inputReader()) {
                KilledRun.awaitPause(lines);
                child.toHandle().destroy(); // Process.destroy() would close what it says
                return String.join("\n", lines.lines().toList());
              }
            });
    assertThat(child.waitFor()).isEqualTo(SIGTERM_EXIT);
    return said;
  }
}
