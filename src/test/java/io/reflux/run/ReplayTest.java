package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Captures;
import io.reflux.rundir.Digest;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.StepCapture;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.train.StepTrace;
import io.reflux.train.StepWatch;
import io.reflux.train.TensorFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step that is run again is the step that was, to the bit, and leaves the run as it is. */
class ReplayTest {
  private static final int EPOCH = TinyPipeline.STEPS_PER_EPOCH;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static RunDirectory healthy = new RunDirectory(Path.of(""));

  @BeforeAll
  static void run() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    Trial trial = Trial.of(TinyPipeline.over(pack), shared.resolve("healthy"));
    trial.completed();
    healthy = trial.directory();
  }

  @ParameterizedTest
  @CsvSource({"source, 1, 0", "source, 9, 6", "target, 4, 0", "target, 12, 6"})
  void aHealthyStep(String task, long step, long from) throws Exception {
    Map<String, String> before = files(healthy);
    Replay.Replayed replayed = new Replay(healthy, task, step).run(new Deaf());
    assertThat(replayed.fromStep()).isEqualTo(from);
    assertThat(replayed.traces()).hasSize(task.equals("target") ? 2 : 1);
    for (StepTrace trace : replayed.traces()) {
      assertThat(trace.firstNotFinite()).isEmpty();
      assertThat(trace.tensors())
          .extracting(TensorFacts::part)
          .contains(StepWatch.Part.BEFORE, StepWatch.Part.GRADIENT, StepWatch.Part.WEIGHT);
      assertThat(loss(trace)).isEqualTo(logged(task, trace.student(), step));
    }
    assertThat(files(healthy)).isEqualTo(before);
  }

  @Test
  void aStepThatFailedIsKeptAndFailsAgainInTheSameWay() throws Exception {
    Pipeline wild = wild();
    Trial trial = Trial.of(wild, folder.resolve("wild"));
    String sentence = trial.failed("source");
    StepCapture capture = captured(trial.directory());
    assertThat(capture.failure()).isEqualTo(sentence);
    assertThat(capture.student()).isEqualTo("source");
    assertThat(capture.batch().examples()).hasSize(8);
    assertThat(trial.heard(RunEvent.Told.class))
        .anyMatch(told -> told.sentence().contains("captures/source-step-"));

    Replay.Replayed replayed =
        new Replay(trial.directory(), "source", capture.step()).run(new Deaf());
    assertThat(((RunEnd.Failed) replayed.end()).sentence()).isEqualTo(sentence);
    StepTrace trace = replayed.traces().get(0);
    assertThat(StepCapture.Batch.of(trace.plan())).isEqualTo(capture.batch());
    assertThat(trace.firstNotFinite()).isPresent();
  }

  @Test
  void whatWasKeptDoesNotChangeWhenTheRunGoesOnOtherwise() throws Exception {
    Trial trial =
        Trial.of(TinyPipeline.over(pack), folder.resolve("run"), new PoisonedStages(EPOCH + 3));
    trial.failed("source");
    StepCapture capture = captured(trial.directory());
    assertThat(capture.fromStep()).isEqualTo(EPOCH);
    Trial.of(TinyPipeline.over(pack), folder.resolve("run")).completed();
    assertThat(new Captures(trial.directory()).checkpoints("source", EPOCH + 3))
        .isDirectoryContaining("glob:**step-*");
    // Nothing poisons it now: it is the healthy step.
    StepTrace trace =
        new Replay(trial.directory(), "source", EPOCH + 3).run(new Deaf()).traces().get(0);
    assertThat(loss(trace)).isEqualTo(logged("source", "source", EPOCH + 3));
    assertThat(StepCapture.Batch.of(trace.plan())).isEqualTo(capture.batch());
  }

  /** A rate by which the first step throws the weights out of all bounds. */
  private Pipeline wild() throws Exception {
    Path file = folder.resolve("wild.conf");
    Files.writeString(file, TinyPipeline.over(pack).resolved());
    return Pipeline.read(file, List.of("tasks.source.train.optimizer.lr=1e30"));
  }

  private static StepCapture captured(RunDirectory run) {
    Captures captures = new Captures(run);
    return Stream.iterate(1L, step -> step <= TinyPipeline.STEPS, step -> step + 1)
        .flatMap(step -> captures.find("source", step).stream())
        .findFirst()
        .orElseThrow();
  }

  private static double loss(StepTrace trace) {
    TensorFacts loss =
        trace.tensors().stream()
            .filter(each -> each.part() == StepWatch.Part.LOSS && each.name().equals("loss"))
            .findFirst()
            .orElseThrow();
    return loss.largest();
  }

  private static double logged(String task, String student, long step) throws IOException {
    Map<String, Double> losses = new TreeMap<>();
    healthy.steps(
        row -> {
          if (row.task().equals(task) && row.student().equals(student) && row.step() == step) {
            losses.put(student, row.loss());
          }
        });
    return Math.abs(losses.getOrDefault(student, Double.NaN));
  }

  private static Map<String, String> files(RunDirectory run) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(run.root())) {
      walk.filter(Files::isRegularFile)
          .forEach(file -> digests.put(file.toString(), Digest.of(file)));
    }
    return digests;
  }

  private static final class Deaf implements RunListener {
    @Override
    public void started(RunHandle run) {}

    @Override
    public void heard(RunEvent event) {}
  }
}
