package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.Task;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunListener;
import io.reflux.task.DistillationScheduler;
import io.reflux.task.ExportScheduler;
import io.reflux.task.LearnPreparation;
import io.reflux.task.MeasureScheduler;
import io.reflux.task.MeasureTask;
import io.reflux.task.RunDependencies;
import io.reflux.task.RunTelemetry;
import io.reflux.task.Spawning;
import org.jspecify.annotations.Nullable;

/** A task of a pipeline, as the supervisor sees it. */
final class TaskEntry implements Supervisor.Entry {
  private final RunDependencies run;
  private final Task task;
  private final RunListener listener;

  TaskEntry(RunDependencies run, Task task, RunListener listener) {
    this.run = run;
    this.task = task;
    this.listener = listener;
  }

  @Override
  public String name() {
    return task.name();
  }

  @Override
  public @Nullable TaskSummary before() {
    return run.directory().readTask(task.name()).orElse(null);
  }

  @Override
  public Supervisor.Scheduled spawn(Spawning spawning) {
    if (task.work() instanceof Export export) {
      return spawn(export, spawning);
    }
    return task.work() instanceof Learn learn
        ? spawn(learn, spawning)
        : spawn((Measure) task.work(), spawning);
  }

  @Override
  public void done(TaskSummary summary) {
    run.directory().writeTask(summary);
  }

  private Supervisor.Scheduled spawn(Learn learn, Spawning spawning) {
    RunTelemetry telemetry = new RunTelemetry(spawning.board(), listener);
    ActorRef<DistillationScheduler.Command> actor =
        spawning
            .context()
            .spawn(
                DistillationScheduler.create(
                    () -> new LearnPreparation(run, name(), learn, telemetry).order(),
                    telemetry,
                    spawning.replyTo()),
                "scheduler-" + name(),
                files());
    return new Supervisor.Scheduled(actor, () -> actor.tell(new DistillationScheduler.Stop()));
  }

  private Supervisor.Scheduled spawn(Measure measure, Spawning spawning) {
    ActorRef<MeasureScheduler.Command> actor =
        spawning
            .context()
            .spawn(
                MeasureScheduler.create(new MeasureTask(run, name(), measure), listener, spawning),
                "scheduler-" + name(),
                files());
    return new Supervisor.Scheduled(actor, () -> actor.tell(new MeasureScheduler.Stop()));
  }

  private Supervisor.Scheduled spawn(Export export, Spawning spawning) {
    ActorRef<ExportScheduler.Command> actor =
        spawning
            .context()
            .spawn(
                ExportScheduler.create(
                    new ExportScheduler.Order(run, name(), export, listener), spawning),
                "scheduler-" + name(),
                files());
    // It is short, and what it leaves half written is written again.
    return new Supervisor.Scheduled(actor, () -> {});
  }

  private static DispatcherSelector files() {
    return DispatcherSelector.fromConfig("reflux.file-dispatcher");
  }
}
