package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.run.FailingStages.Which;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails: the run goes on or ends with a sentence, never hangs, leaves nothing behind. */
class InjectedFailuresTest {
  private static final int EPOCH = TinyPipeline.STEPS_PER_EPOCH;
  private static final int STEPS = TinyPipeline.STEPS;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static Series undisturbed = new Series(List.of(), List.of(), new java.util.TreeMap<>());

  @BeforeAll
  static void runUndisturbed() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    undisturbed = Series.of(TinyPipeline.over(pack), shared.resolve("undisturbed"));
  }

  @Test
  void aLaneThatFailsOnceIsAskedAgain() throws Exception {
    FailingStages stages = new FailingStages(Which.LANE, call -> call == 3);
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, stages);
    trial.completed();
    assertThat(stages.calls()).isEqualTo(TinyPipeline.STEPS + 1);
    assertThat(Series.of(trial.directory())).isEqualTo(undisturbed);
  }

  @Test
  void aLaneThatAlwaysFailsEndsTheRun() throws Exception {
    Trial trial =
        Trial.of(TinyPipeline.over(pack), folder, new FailingStages(Which.LANE, call -> true));
    assertThat(trial.failed("target")).contains(FailingStages.SENTENCE);
    assertThat(trial.heard(RunEvent.RunFailed.class)).hasSize(1);
  }

  @Test
  void aLoaderThatFailsOnceIsAskedAgain() throws Exception {
    Trial trial =
        Trial.of(
            TinyPipeline.over(pack),
            folder,
            new FailingStages(Which.LOADER, call -> call % 5 == 3));
    trial.completed();
    assertThat(Series.of(trial.directory())).isEqualTo(undisturbed);
  }

  @Test
  void aLoaderThatAlwaysFailsEndsTheRun() throws Exception {
    Trial trial =
        Trial.of(
            TinyPipeline.over(pack), folder, new FailingStages(Which.LOADER, call -> call > 4));
    assertThat(trial.failed("source")).contains(FailingStages.SENTENCE);
  }

  @ParameterizedTest
  @EnumSource(names = {"LANE", "LOADER", "EVALUATOR"})
  void aStageThatMeetsErrorsBeginsAfreshAndTheNumbersAreTheSame(Which which) throws Exception {
    FailingStages stages = FailingStages.byError(which, call -> call == 2 || call == 5);
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, stages);
    trial.completed();
    assertThat(stages.calls()).isGreaterThan(5);
    assertThat(Series.of(trial.directory())).isEqualTo(undisturbed);
  }

  @Test
  void aCacheThatCannotBeOpenedAtFirstIsOpenedLaterAndTheNumbersAreTheSame() throws Exception {
    String cached = "shared.cache { mode = replay, period = 1 }";
    Series plain = Series.of(TinyPipeline.over(pack, cached), folder.resolve("plain"));
    FailingStages stages = FailingStages.byError(Which.CACHE, call -> call < 3);
    Trial trial = Trial.of(TinyPipeline.over(pack, cached), folder.resolve("trial"), stages);
    trial.completed();
    assertThat(stages.calls()).isEqualTo(3);
    assertThat(Series.of(trial.directory())).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"LANE, target, lane-0", "EVALUATOR, source, evaluator", "CACHE, target, cache"})
  void aStageThatMeetsErrorsAgainAndAgainEndsTheRunByItsNameAndCause(
      Which which, String task, String stage) throws Exception {
    Trial trial =
        Trial.of(
            TinyPipeline.over(pack, "shared.cache { mode = replay, period = 1 }"),
            folder,
            FailingStages.byError(which, call -> true));
    assertThat(trial.failed(task))
        .contains(stage + " died: java.lang.OutOfMemoryError: " + FailingStages.SENTENCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, EPOCH + 3, STEPS + EPOCH})
  void aTrainerThatFailsOnceGoesBackToTheLastCheckpointAndTheNumbersAreTheSame(int fails)
      throws Exception {
    recovered(new FailingStages(Which.TRAINER, call -> call == fails), 1);
  }

  @Test
  void aTrainerThatFailsTwiceAtOneStepGoesBackTwice() throws Exception {
    // The step is the third after the checkpoint: it is tried again by the third call from there.
    recovered(
        FailingStages.byError(Which.TRAINER, call -> call == EPOCH + 3 || call == EPOCH + 3 + 3),
        2);
  }

  @Test
  void aTrainerThatFailsAtManyStepsGoesBackForEach() throws Exception {
    // Steps 3, 5 and 8: each call that fails is followed by the first one of an epoch.
    recovered(new FailingStages(Which.TRAINER, Set.of(3, 8, 16)::contains), 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTrainerThatFailsAgainAndAgainLeavesACheckpointToGoOnFrom(boolean byError) throws Exception {
    IntPredicate fails = call -> call >= EPOCH + 3 && (call - EPOCH) % 3 == 0;
    FailingStages stages =
        byError
            ? FailingStages.byError(Which.TRAINER, fails)
            : new FailingStages(Which.TRAINER, fails);
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, stages);
    assertThat(trial.failed("source"))
        .startsWith("student source, step " + (EPOCH + 3) + ": ")
        .contains(FailingStages.SENTENCE)
        .endsWith(" (3 times, each from the last checkpoint)");
    assertThat(stages.calls()).isEqualTo(EPOCH + 3 * 3);
    assertThat(toldOfFailures(trial))
        .hasSize(2 + 1)
        .last()
        .matches(told -> told.sentence().contains("captures/source-step-0000000009"));
    goesOnFrom(EPOCH);
  }

  /** All but the lines that went because the task went back. */
  private static List<RunEvent.Told> toldOfFailures(Trial trial) {
    return trial.heard(RunEvent.Told.class).stream()
        .filter(told -> !told.sentence().contains(" lines taken out that are later"))
        .toList();
  }

  private void recovered(FailingStages stages, int fallbacks) throws Exception {
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, stages);
    trial.completed();
    assertThat(Series.of(trial.directory())).isEqualTo(undisturbed);
    assertThat(toldOfFailures(trial))
        .hasSize(fallbacks)
        .allMatch(told -> told.sentence().contains(FailingStages.SENTENCE))
        .allMatch(told -> told.sentence().contains("back to the last checkpoint"));
    assertThat(RunJournal.read(trial.directory()))
        .filteredOn(entry -> entry.what().equals("gone back"))
        .hasSize(fallbacks)
        .allMatch(entry -> entry.step() % EPOCH == 0)
        .allMatch(entry -> entry.details().get(0).contains(FailingStages.SENTENCE));
  }

  @Test
  void aLossThatIsNotFiniteLeavesACheckpointToGoOnFrom() throws Exception {
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, new PoisonedStages(EPOCH + 2));
    assertThat(trial.failed("source"))
        .startsWith("student source, step " + (EPOCH + 2) + ": loss: NaN");
    assertThat(trial.heard(RunEvent.Told.class))
        .hasSize(1)
        .allMatch(told -> told.sentence().contains("reflux replay "));
    goesOnFrom(EPOCH);
  }

  @Test
  void aGradientThatIsNotFiniteLeavesACheckpointToGoOnFrom() throws Exception {
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, PoisonedStages.ofGradients(EPOCH + 2));
    assertThat(trial.failed("source"))
        .startsWith("student source, step " + (EPOCH + 2) + ": gradient of ")
        .contains("NaN")
        .endsWith("(expected: finite numbers)");
    goesOnFrom(EPOCH);
  }

  @Test
  void aStudentThatIsNotFiniteNeverBecomesACheckpoint() throws Exception {
    Trial trial = Trial.of(TinyPipeline.over(pack), folder, PoisonedStages.ofOptimizers(STEPS));
    assertThat(trial.failed("source"))
        .startsWith("student source, step " + STEPS + ": optimizer's ")
        .endsWith("(expected: finite numbers)");
    goesOnFrom(EPOCH);
  }

  @Test
  void anEvaluatorThatFailsEndsTheRun() throws Exception {
    Trial trial =
        Trial.of(TinyPipeline.over(pack), folder, new FailingStages(Which.EVALUATOR, call -> true));
    assertThat(trial.failed("source")).contains(FailingStages.SENTENCE);
  }

  @Test
  void corruptImagesAreLeftOutAndNamed() throws Exception {
    Path torn = TinyPack.write(folder.resolve("pack"));
    TinyPack.corrupt(torn, 0, 1); // trains
    TinyPack.corrupt(torn, 9, 2); // tests
    Trial trial = Trial.of(TinyPipeline.over(torn), folder.resolve("run"));
    RunSummary summary = trial.completed();
    assertThat(summary.liveTensors()).isZero();
    for (TaskSummary task : summary.tasks()) {
      assertThat(task.unreadable())
          .hasSize(2)
          .anyMatch(each -> each.contains("class-00/image-1.png"))
          .anyMatch(each -> each.contains("class-09/image-2.png"));
    }
    assertThat(trial.heard(RunEvent.ImageLeftOut.class)).hasSize(2 * 2);
    assertThat(trial.heard(RunEvent.StepTaken.class)).hasSize(2 * TinyPipeline.STEPS);
  }

  @Test
  void tooManyCorruptTestImagesEndTheRun() throws Exception {
    Path torn = TinyPack.write(folder.resolve("pack"));
    for (int i = 0; i < 4; i++) {
      TinyPack.corrupt(torn, TinyPack.CLASSES - 1, i);
    }
    Trial trial = Trial.of(TinyPipeline.over(torn), folder.resolve("run"));
    assertThat(trial.failed("source"))
        .startsWith("data.unreadable-limit: 4 images can't be read (expected: at most 3)")
        .contains("class-11/image-3.png");
  }

  @Test
  void tooManyCorruptTrainingImagesEndTheRun() throws Exception {
    Path torn = TinyPack.write(folder.resolve("pack"));
    for (int i = 0; i < TinyPack.IMAGES; i++) {
      TinyPack.corrupt(torn, 0, i);
    }
    Trial trial =
        Trial.of(TinyPipeline.over(torn, "data.unreadable-limit = 0"), folder.resolve("run"));
    assertThat(trial.failed("source"))
        .startsWith("data.unreadable-limit: 1 image can't be read (expected: at most 0)");
  }

  @Test
  void aBatchWithoutAReadableImageEndsTheRun() throws Exception {
    Path torn = TinyPack.write(folder.resolve("pack"));
    for (int label = 0; label < TinyPack.CLASSES / 2; label++) {
      for (int i = 0; i < TinyPack.IMAGES; i++) {
        TinyPack.corrupt(torn, label, i);
      }
    }
    Trial trial =
        Trial.of(TinyPipeline.over(torn, "data.unreadable-limit = 1000"), folder.resolve("run"));
    assertThat(trial.failed("source")).contains("not one of 8 images can be read");
  }

  private void goesOnFrom(long step) throws Exception {
    Trial resumed = Trial.of(TinyPipeline.over(pack), folder);
    assertThat(resumed.heard(RunEvent.TaskStarted.class).get(0).fromStep()).isEqualTo(step);
    resumed.completed();
    assertThat(Series.of(resumed.directory())).isEqualTo(undisturbed);
  }
}
