package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.reflux.pipeline.StatusSpec;
import io.reflux.rundir.RunMemory;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TaskSummary.StudentSummary;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskFate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds what is told of a run, on plain paper and on a terminal. */
class ProgressPrinterTest {
  private static final TaskSummary TARGET =
      new TaskSummary(
          "target",
          3,
          30,
          61,
          250,
          0.0125,
          Map.of("recall@1", 0.9, "map@r", 0.6),
          Map.of(
              "student",
              new StudentSummary(
                  35056,
                  32,
                  Map.of("recall@1", 0.875, "recall@2", 0.9, "recall@10", 0.95, "map@r", 0.5),
                  2,
                  Map.of("recall@1", 0.8),
                  3)),
          Map.of("trainer", 0.9, "lane-0", 0.5),
          List.of("a.png: cut off"),
          10,
          20);

  private static final RunSummary SUMMARY =
      new RunSummary(
          "quickstart", "1", 0, 3700, 0, RunMemory.UNKNOWN, 0, List.of(), List.of(TARGET));

  private static final List<RunEvent> EVENTS =
      List.of(
          new RunEvent.TaskStarted("target", 3, 30, 10),
          new RunEvent.Measuring("target", "teacher", 128, 648, 12),
          new RunEvent.TeacherMeasured("target", "teacher", Map.of("recall@1", 0.9)),
          new RunEvent.StepTaken(
              "target", new StepProgress(2, 11, Map.of("student", 1.5), 250, 0, 0, 4, 0)),
          new RunEvent.Evaluated("target", "student", 2, Map.of("recall@1", 0.875)),
          new RunEvent.CheckpointSealed("target", 11),
          new RunEvent.Signalled("SIGUSR1", "checkpoint after step 11"),
          new RunEvent.LeavesAtOnce(
              "SIGINT",
              Optional.of(new RunEvent.CheckpointSealed("target", 11)),
              Path.of("runs/my run")),
          new RunEvent.ImageLeftOut("target", "a.png", "cut off"),
          new RunEvent.StageHangs("target", "loader", "reading a.png", 61),
          new RunEvent.StageGoesOn("target", "loader"),
          new RunEvent.StorageFails("waiting for storage: a.png (it is gone)"),
          new RunEvent.StorageAnswers(),
          new RunEvent.DiskFills("full in about 20 minutes"),
          new RunEvent.Told("target", "metrics.csv: a torn line is gone"),
          new RunEvent.ModelWritten("leave", List.of(Path.of("target.onnx"))),
          new RunEvent.TaskDone("target", TARGET),
          new RunEvent.RunDone(SUMMARY),
          new RunEvent.RunStopped("target", 12, true),
          new RunEvent.RunFailed(
              "target",
              "lane-0: the disk is full",
              List.of(
                  new TaskFate("source", "done", ""),
                  new TaskFate("target", "failed", "lane-0: the disk is full"),
                  new TaskFate("leave", "not begun", "it needs target"))));

  private final StringWriter out = new StringWriter();
  private long nanos;

  private ProgressPrinter printer(Screen screen) {
    return new ProgressPrinter(
        screen,
        new StatusSpec(
            "127.0.0.1",
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            List.of(),
            Optional.empty(),
            new StatusSpec.Limits(8, 1, 100)));
  }

  private Screen plain() {
    return new PlainScreen(new PrintWriter(out), () -> nanos);
  }

  @Test
  void hasWordsForEveryEvent() {
    assertThat(EVENTS.stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(RunEvent.class.getPermittedSubclasses());
    ProgressPrinter printer = printer(plain());
    for (RunEvent event : EVENTS) {
      assertThatCode(() -> printer.heard(event)).doesNotThrowAnyException();
    }
    assertThat(out.toString())
        .contains(
            "target: 3 epochs, 30 steps, going on after step 10",
            "target: teacher recall@1 90.0",
            "target: student after epoch 2: recall@1 87.5",
            "SIGINT again: left at once, with the checkpoint of target after step 11; to go on:"
                + " reflux resume 'runs/my run'",
            "target: left out a.png: cut off",
            "stopped in target after step 12; a checkpoint is written",
            "failed: target: lane-0: the disk is full",
            """
            source  done
            target  failed (lane-0: the disk is full)
            leave   not begun (it needs target)
            """);
  }

  @Test
  void theTableOrdersMetricsAndAlignsColumns() {
    assertThat(ResultTable.of(SUMMARY).lines())
        .containsExactly(
            "task    model      parameters  size  which  epoch  recall@1  recall@2  recall@10 "
                + " map@r",
            "target  (teacher)                                      90.0                       "
                + " 60.0",
            "target  student        35,056    32   best      2      87.5      90.0       95.0  "
                + " 50.0",
            "target  student                       last      3      80.0",
            "by euclidean distance: recall@1, recall@2, recall@10, map@r",
            "target: 1m 01s, 250 images/s; busy: lane-0 50%, trainer 90%; paused for checkpoints:"
                + " 1.25%; unreadable images: 1",
            "all: 1h 01m");
  }

  @Test
  void plainLinesComeNowAndThenAndAtTheEnd() {
    Screen screen = plain();
    screen.begin(new Screen.Work("t", "step", 100, 0));
    for (int step = 1; step <= 100; step++) {
      nanos += 300_000_000L;
      screen.step("t", new Screen.Going(step, "loss 1", 62));
    }
    assertThat(out.toString().lines())
        .containsExactly(
            "t: step 1 of 100, loss 1, 3.3 steps/s, 1m 02s to go",
            "t: step 35 of 100, loss 1, 3.3 steps/s, 1m 02s to go",
            "t: step 69 of 100, loss 1, 3.3 steps/s, 1m 02s to go",
            "t: step 100 of 100, loss 1, 3.3 steps/s, 1m 02s to go");
  }

  @Test
  void aBarLeavesTheTerminalWithWholeLines() {
    BarScreen screen = new BarScreen(new PrintWriter(out), 79);
    screen.begin(new Screen.Work("target", "step", 30, 10));
    screen.step("target", new Screen.Going(20, "loss 1.5", 62));
    screen.line("something happened");
    screen.close();
    assertThat(out.toString())
        .contains("\r\u001b[Ksomething happened\n", "target", "20/30")
        .endsWith("\n");
    assertThat(Arrays.stream(out.toString().split("[\r\n]")))
        .allMatch(line -> line.replaceAll("\u001b\\[\\d*K", "").length() <= 79);
  }

  @Test
  void severalBarsStandBelowEachOther() {
    BarScreen screen = new BarScreen(new PrintWriter(out), 79);
    screen.begin(new Screen.Work("left", "step", 30, 0));
    screen.begin(new Screen.Work("right", "step", 40, 0));
    screen.step("left", new Screen.Going(20, "loss 1.5", 62));
    screen.step("right", new Screen.Going(39, "loss 2.5", 62));
    screen.end("left");
    screen.line("left is done");
    screen.close();
    List<String> lines = Terminals.after(out.toString());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("left").contains("20/30");
    assertThat(lines.get(1)).isEqualTo("left is done");
    assertThat(lines.get(2)).startsWith("right").contains("39/40");
  }

  @Test
  void plainLinesAreOfTheTaskThatHasGoneOn() {
    Screen screen = plain();
    screen.begin(new Screen.Work("left", "step", 2, 0));
    screen.begin(new Screen.Work("right", "step", 3, 0));
    nanos += 1_000_000_000L;
    screen.step("right", new Screen.Going(1, "loss 1", 62));
    screen.step("left", new Screen.Going(2, "loss 1", 62));
    assertThat(out.toString().lines())
        .containsExactly(
            "right: step 1 of 3, loss 1, 1.0 steps/s, 1m 02s to go",
            "left: step 2 of 2, loss 1, 2.0 steps/s, 1m 02s to go");
  }

  @Test
  void theTimeToGoIsTheTasksOwnWhereverItIsShown() {
    BarScreen bar = new BarScreen(new PrintWriter(out), 99);
    bar.begin(new Screen.Work("t", "step", 100, 0));
    bar.step("t", new Screen.Going(50, "loss 1", 3725));
    bar.close();
    assertThat(Terminals.after(out.toString()).get(0)).contains("1:02:05");
    Screen lines = plain();
    lines.begin(new Screen.Work("t", "step", 100, 0));
    lines.step("t", new Screen.Going(100, "", -1));
    assertThat(out.toString()).contains("steps/s, time to go unknown");
  }

  @Test
  void aTeacherThatIsMeasuredHasABarOfItsOwnBeforeItsStudentsHaveTheirs() {
    ProgressPrinter printer = printer(new BarScreen(new PrintWriter(out), 99));
    printer.heard(new RunEvent.TaskStarted("target", 3, 30, 0));
    printer.heard(new RunEvent.Measuring("target", "teacher", 128, 648, 12));
    await().until(() -> out.toString().contains("128/648"));
    List<String> measuring = Terminals.after(out.toString());
    assertThat(measuring).hasSize(2);
    assertThat(measuring.get(1))
        .startsWith("target: measuring teacher")
        .contains("128/648 images")
        .contains("0:00:12");
    printer.heard(new RunEvent.TeacherMeasured("target", "teacher", Map.of("recall@1", 0.9)));
    StepProgress first = new StepProgress(1, 1, Map.of("student", 1.5), 250, 0, 0, 4, 0);
    printer.heard(new RunEvent.StepTaken("target", first));
    printer.heard(new RunEvent.Measuring("target", "student", 128, 648, 12));
    printer.heard(new RunEvent.RunStopped("target", 1, true));
    List<String> trained = Terminals.after(out.toString());
    assertThat(trained.get(1)).startsWith("target: teacher recall@1 90.0");
    assertThat(trained.get(2)).startsWith("target ").contains("1/30 steps").contains("0:00:04");
    assertThat(trained.get(3)).startsWith("stopped in target");
  }

  @Test
  void anEvaluationAfterTheLastStepHasABarToo() {
    ProgressPrinter printer = printer(plain());
    printer.heard(new RunEvent.TaskStarted("target", 1, 1, 0));
    StepProgress last = new StepProgress(1, 1, Map.of("student", 1.5), 250, 0, 0, 0, 0);
    printer.heard(new RunEvent.StepTaken("target", last));
    printer.heard(new RunEvent.Measuring("target", "student", 0, 648, -1));
    nanos += 10_000_000_000L;
    printer.heard(new RunEvent.Measuring("target", "student", 600, 648, 1));
    printer.heard(new RunEvent.Measuring("target", "student", 648, 648, 0));
    assertThat(out.toString())
        .endsWith("target: measuring student: image 600 of 648, 60.0 images/s, 1s to go\n");
  }

  @Test
  void aTaskThatTrainsNothingIsNotSaidToHaveEpochs() {
    printer(plain()).heard(new RunEvent.TaskStarted("measure", 0, 0, 0));
    assertThat(out.toString()).isEqualTo("measure: begins\n");
  }

  @Test
  void stretchesOfTimeHaveTwoUnits() {
    assertThat(List.of(Clock.text(0.4), Clock.text(61), Clock.text(3660), Clock.text(90_000)))
        .containsExactly("0s", "1m 01s", "1h 01m", "1d 01h");
  }
}
