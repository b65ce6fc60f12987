package io.reflux.status;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.engine.GpuGauge;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.CacheCounts;
import io.reflux.stage.DiskOutlook;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.RunSteering;
import io.reflux.stage.StageState;
import io.reflux.stage.StageStatus;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskPhase;
import io.reflux.stage.TaskProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Statuses of a run that never was. */
final class Runs {
  static final ActorSystem<Void> SYSTEM = ActorSystem.create(Behaviors.empty(), "no-run");

  private Runs() {}

  /** A run that answers questions, and does nothing else. */
  static RunHandle handle(Path folder, Supplier<CompletionStage<RunStatus>> status) {
    return handle(
        folder,
        status,
        (steering, task) ->
            CompletableFuture.failedFuture(new NotSteeredException("it has no wheel")));
  }

  /** A run that answers questions and commands. */
  static RunHandle handle(
      Path folder, Supplier<CompletionStage<RunStatus>> status, RunSteering steer) {
    return new RunHandle(SYSTEM, new RunDirectory(folder), status, steer);
  }

  static RunStatus at(int step, RunState state) {
    StepProgress latest =
        new StepProgress(
            1 + step / 100,
            step,
            Map.of("student", 1 + 1.0 / step, "baseline", 1.5 + 1.0 / step),
            210.5,
            1024,
            4096,
            99,
            0.02);
    Map<String, CacheCounts> caches =
        Map.of("cache-big", new CacheCounts(30, 10), "cache-small", new CacheCounts(0, 7));
    Map<String, Map<String, Double>> metrics = Map.of("student", Map.of("recall@1", 0.5));
    TaskProgress progress =
        new TaskProgress(
            "target",
            TaskPhase.TRAINING,
            10,
            1000,
            latest,
            caches,
            metrics,
            Map.of("student", 1),
            List.of("an older checkpoint was taken"),
            "the checkpoint: can't be written (No space left on device)");
    return status(
        step,
        state,
        progress,
        List.of(stage("loader", StageState.IDLE, 0.4, step), trainer(StageState.WORKING, step)));
  }

  /** A run whose trainer has been at a step for too long. */
  static RunStatus hanging(int step) {
    TaskProgress progress = at(step, RunState.RUNNING).progress();
    return status(step, RunState.RUNNING, progress, List.of(trainer(StageState.HANGING, step)));
  }

  private static final DiskOutlook DISK =
      new DiskOutlook(
          5L << 30,
          7200,
          "5.0 GiB left, filling by 2.5 GiB an hour: full in about 120 minutes",
          1_700_000_000.25);

  private static final List<GpuGauge> GPUS =
      List.of(
          new GpuGauge("gpu0", "NVIDIA H200", 3L << 30, 141L << 30, 0.75),
          new GpuGauge("gpu1", "NVIDIA H200", -1, -1, 0));

  private static RunStatus status(
      int step, RunState state, TaskProgress progress, List<StageStatus> stages) {
    return status(step, state, progress, List.of(), stages);
  }

  private static RunStatus status(
      int step,
      RunState state,
      TaskProgress progress,
      List<TaskProgress> beside,
      List<StageStatus> stages) {
    return new RunStatus(
        "quickstart", "runs/quickstart", state, progress, beside, 12, step, stages, DISK, GPUS);
  }

  /** A run of two tasks, side by side; the second one is further. */
  static RunStatus sideBySide(int step) {
    RunStatus one = at(step, RunState.RUNNING);
    TaskProgress other =
        TaskProgress.preparing("other", 20, 2000)
            .withStep(at(3 * step, RunState.RUNNING).latest())
            .withMetrics("small", 2, Map.of("recall@1", 0.25));
    return status(
        step,
        RunState.RUNNING,
        one.progress(),
        List.of(other),
        List.of(
            one.stages().get(0),
            one.stages().get(1),
            stage("other", "loader", StageState.IDLE, 0.2, step)));
  }

  private static StageStatus trainer(StageState state, int step) {
    return stage("trainer-student", state, 0.75, step);
  }

  private static StageStatus stage(String name, StageState state, double share, int step) {
    return stage("target", name, state, share, step);
  }

  private static StageStatus stage(
      String task, String name, StageState state, double share, int step) {
    String doing = state == StageState.IDLE ? "" : "training step " + step;
    return new StageStatus(
        task, name, "cpu", state, doing, 0.5, share, 0.6, 1, step * 64L, 210, 180, 12, 1);
  }
}
