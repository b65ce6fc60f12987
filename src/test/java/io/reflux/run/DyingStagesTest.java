package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Kill;
import akka.actor.PoisonPill;
import akka.actor.typed.javadsl.Adapter;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.FailingStages.Which;
import io.reflux.stage.RunHandle;
import io.reflux.stage.StageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stage that dies, by whatever cause, ends the run at once, by its name. */
class DyingStagesTest {
  private static final String CACHED = "shared.cache { mode = replay, period = 1 }";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  @ParameterizedTest
  @CsvSource({"LOADER, source, loader", "EVALUATOR, source, evaluator", "LANE, target, lane-0"})
  void byAnErrorOfTheVirtualMachine(Which which, String task, String stage) throws Exception {
    FailingStages stages =
        new FailingStages(
            which,
            call -> true,
            () -> {
              throw new OutOfMemoryError("the test leaves none");
            });
    assertThat(Trial.of(TinyPipeline.over(pack), folder, stages).failed(task))
        .isEqualTo(stage + " died: java.lang.OutOfMemoryError: the test leaves none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loader", "cache", "lane-0", "teachers", "trainer-student", "evaluator"})
  void byAFailureOfItsOwn(String stage) throws Exception {
    assertThat(meddled(stage, Kill.getInstance())).isEqualTo(stage + " died: Kill");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loader", "cache", "lane-0", "teachers", "trainer-student", "evaluator"})
  void byStoppingTooEarly(String stage) throws Exception {
    assertThat(meddled(stage, PoisonPill.getInstance()))
        .isEqualTo(stage + " died: stopped (expected: at work until the task ends)");
  }

  @Test
  void inATaskThatOnlyMeasures() throws Exception {
    AtomicBoolean begun = new AtomicBoolean();
    FailingStages stages =
        new FailingStages(
            Which.EVALUATOR,
            call -> begun.get(),
            () -> {
              throw new StackOverflowError("too deep");
            });
    String measuring =
        "tasks += { name = measured, evaluate { task = source, metrics = [\"recall@1\"] } }";
    Trial trial =
        Trial.of(
            TinyPipeline.over(pack, measuring),
            folder,
            stages,
            (run, event) -> {
              if (event.toString().startsWith("TaskStarted[task=measured")) {
                begun.set(true);
              }
            });
    assertThat(trial.failed("measured"))
        .isEqualTo("evaluator died: java.lang.StackOverflowError: too deep");
  }

  @Test
  void whileItOpensItsFiles() throws Exception {
    Path file = folder.resolve("no-folder");
    Pipeline pipeline =
        TinyPipeline.over(pack, CACHED, "shared.cache.directory = \"" + file + "\"");
    Files.writeString(file, "a file"); // which a pipeline is refused for, were it there before
    Trial trial = Trial.of(pipeline, folder.resolve("run"));
    assertThat(trial.failed("target"))
        .contains("the feature cache can't be opened")
        .contains(file.toString());
  }

  /** Sends a message to a stage after the first step of the distillation. */
  private String meddled(String stage, Object message) throws Exception {
    AtomicBoolean sent = new AtomicBoolean();
    Trial trial =
        Trial.of(
            TinyPipeline.over(pack, CACHED),
            folder,
            new StageFactory(),
            (run, event) -> {
              if (event.toString().startsWith("StepTaken[task=target") && !sent.getAndSet(true)) {
                send(run, stage, message);
              }
            });
    return trial.failed("target");
  }

  private static void send(RunHandle run, String stage, Object message) {
    akka.actor.ActorSystem system = Adapter.toClassic(run.system());
    String below = Set.of("lane-0", "cache").contains(stage) ? "teachers/" : "";
    system
        .actorSelection("/user/scheduler-target/" + below + stage)
        .tell(message, akka.actor.ActorRef.noSender());
  }
}
