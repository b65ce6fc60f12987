package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageFactory;
import io.reflux.stage.StageStatus;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import io.reflux.stage.TaskFate;
import io.reflux.stage.TaskProgress;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that need nothing of each other work at the same time, and come to what they come to. */
class SideBySideTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final List<String> ALL = List.of("left", "right", "after-left", "after-right");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static Series inTurn = new Series(List.of(), List.of(), new TreeMap<>());

  @BeforeAll
  static void runInTurn() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    Trial trial = Trial.of(TwoTasks.over(pack), shared.resolve("in-turn"));
    trial.completed();
    assertThat(trial.heard(RunEvent.TaskDone.class))
        .extracting(RunEvent.TaskDone::task)
        .as("one after the other, as the file has them, unless it says what the box has")
        .isEqualTo(ALL);
    inTurn = sorted(trial);
  }

  /** Lines of two tasks stand in the order in which they were written; each task's in its own. */
  static Series sorted(Trial trial) {
    Series series = Series.of(trial.directory());
    return new Series(
        series.losses().stream().sorted().toList(), series.evaluations(), series.models());
  }

  @Test
  void theNumbersAreThoseOfTasksInTurn() throws Exception {
    Meeting meeting = new Meeting(1, run -> {});
    long began = System.nanoTime();
    Trial trial = trial(TwoTasks.over(pack, TwoTasks.ROOM), meeting);
    double took = (System.nanoTime() - began) / 1e9;
    assertThat(trial.completed().tasks()).extracting(TaskSummary::task).isEqualTo(ALL);
    assertThat(trial.completed().seconds()).as("time is of the clock").isLessThanOrEqualTo(took);
    assertThat(meeting.held()).isTrue();
    assertThat(sorted(trial)).isEqualTo(inTurn);
    assertThat(Series.losses(trial.directory(), "left"))
        .isEqualTo(Series.losses(Trial.of(TwoTasks.over(pack), folder).directory(), "left"));
  }

  @Test
  void theStatusShowsBoth() throws Exception {
    AtomicReference<RunStatus> seen = new AtomicReference<>();
    trial(TwoTasks.over(pack, TwoTasks.ROOM), new Meeting(2, run -> seen.set(Orders.status(run))));
    RunStatus status = Objects.requireNonNull(seen.get());
    assertThat(status.atWork())
        .extracting(TaskProgress::task)
        .containsExactlyInAnyOrder("left", "right");
    assertThat(status.stages())
        .filteredOn(stage -> stage.stage().equals("loader"))
        .extracting(StageStatus::task)
        .containsExactlyInAnyOrder("left", "right");
  }

  @Test
  void aTaskThatFailsTakesThoseWithItThatNeedIt() throws Exception {
    StageFactory stages =
        new StageFactory() {
          @Override
          public Student student(StudentParts parts) {
            if (parts.program().toString().contains("/left/")) {
              throw new IllegalStateException(FailingStages.SENTENCE);
            }
            return super.student(parts);
          }
        };
    for (String room : List.of(TwoTasks.ROOM, "")) {
      Path directory = folder.resolve("with" + room.length());
      Trial trial = Trial.of(TwoTasks.over(pack, room), directory, stages);
      assertThat(trial.failed("left")).contains(FailingStages.SENTENCE);
      List<TaskFate> fates = trial.heard(RunEvent.RunFailed.class).get(0).fates();
      assertThat(fates).extracting(TaskFate::task).isEqualTo(ALL);
      assertThat(fates)
          .extracting(TaskFate::word)
          .containsExactly("failed", "done", "not begun", "done");
      assertThat(fates.get(2).why()).isEqualTo("it needs left");
      assertThat(trial.heard(RunEvent.Told.class))
          .extracting(RunEvent.Told::sentence)
          .anyMatch(sentence -> sentence.endsWith("; left out, since it is needed: after-left"));
      Trial resumed = Trial.of(TwoTasks.over(pack, room), directory);
      assertThat(resumed.heard(RunEvent.TaskStarted.class))
          .extracting(RunEvent.TaskStarted::task)
          .containsExactly("left", "after-left");
      assertThat(sorted(resumed)).isEqualTo(inTurn);
    }
  }

  @Test
  void ordersGoToAllOrToTheOneThatIsNamed() throws Exception {
    CompletableFuture<RunHandle> met = new CompletableFuture<>();
    Meeting meeting =
        new Meeting(
            1,
            run -> {
              var unused = tell(run, new Steering.Pause(), "");
              met.complete(run);
            });
    CompletableFuture<Void> steered = met.thenAcceptAsync(SideBySideTest::steer);
    Trial trial = trial(TwoTasks.over(pack, TwoTasks.ROOM), meeting);
    assertThat(steered).succeedsWithin(PATIENCE);
    trial.completed();
  }

  private static void steer(RunHandle run) {
    await().atMost(PATIENCE).until(() -> Orders.status(run).state() == RunState.PAUSED);
    try {
      assertThat(refused(run, new Steering.LearningRate(0.5), ""))
          .isEqualTo("several tasks are at work (expected: one named, left or right)");
      assertThat(refused(run, new Steering.Pause(), "after-left"))
          .isEqualTo("task after-left is not at work (expected: left or right)");
      assertThat(refused(run, new Steering.Stop(PATIENCE), "left"))
          .isEqualTo("the run stops as a whole (expected: no task)");
      assertThat(tell(run, new Steering.Checkpoint(), "").join().sentence())
          .contains("left: checkpoint after step ")
          .contains("right: checkpoint after step ");
      assertThat(tell(run, new Steering.LearningRate(0.5), "right").join().sentence())
          .contains("learning rate times 0.5");
      tell(run, new Steering.Resume(), "left").join();
    } finally {
      tell(run, new Steering.Resume(), "right").join();
    }
  }

  @Test
  void aRunOfTwoStopsAndBothGoOn() throws Exception {
    Trial stopped = trial(TwoTasks.over(pack, TwoTasks.ROOM), new Meeting(3, SideBySideTest::stop));
    assertThat(stopped.end()).isInstanceOf(RunEnd.Stopped.class);
    Trial resumed = Trial.of(TwoTasks.over(pack, TwoTasks.ROOM), folder);
    assertThat(resumed.heard(RunEvent.TaskStarted.class))
        .filteredOn(started -> started.fromStep() > 0)
        .extracting(RunEvent.TaskStarted::task)
        .containsExactlyInAnyOrder("left", "right");
    assertThat(sorted(resumed)).isEqualTo(inTurn);
  }

  private static void stop(RunHandle run) {
    var unused = tell(run, new Steering.Stop(PATIENCE), "");
  }

  private static CompletableFuture<Steered> tell(RunHandle run, Steering steering, String task) {
    return run.steer().apply(steering, task).toCompletableFuture();
  }

  private static String refused(RunHandle run, Steering steering, String task) {
    return tell(run, steering, task)
        .handle((steered, error) -> error == null ? steered.sentence() : message(error))
        .join();
  }

  private static String message(Throwable error) {
    return String.valueOf(io.reflux.stage.Failures.cause(error).getMessage());
  }

  private Trial trial(Pipeline pipeline, Meeting meeting) {
    return Trial.of(pipeline, folder, new StageFactory(), meeting);
  }

  /** Both trainings wait for each other after a step; who never meets fails. */
  private static final class Meeting implements Trial.Meddler {
    private final long step;
    private final CyclicBarrier barrier;
    private final AtomicReference<RunHandle> run = new AtomicReference<>();

    Meeting(long step, java.util.function.Consumer<RunHandle> then) {
      this.step = step;
      barrier = new CyclicBarrier(2, () -> then.accept(run.get()));
    }

    boolean held() {
      return !barrier.isBroken() && run.get() != null;
    }

    @Override
    public void heard(RunHandle handle, RunEvent event) {
      if (event instanceof RunEvent.StepTaken taken && taken.progress().step() == step) {
        run.set(handle);
        try {
          barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
          throw new IllegalStateException("the other task is not at work", e);
        }
      }
    }
  }
}
