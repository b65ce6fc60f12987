package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.Task;
import io.reflux.pipeline.Work;
import io.reflux.rundir.TaskSummary;
import io.reflux.task.DistillationScheduler;
import io.reflux.task.ErrorGuard;
import io.reflux.task.ExportScheduler;
import io.reflux.task.LearnPreparation;
import io.reflux.task.MeasureScheduler;
import io.reflux.task.MeasureTask;
import io.reflux.task.RunDependencies;
import io.reflux.task.Spawning;
import org.jspecify.annotations.Nullable;

/** A task of a pipeline, as the supervisor sees it. */
final class TaskEntry implements Entry {
  private final RunDependencies run;
  private final Task task;

  TaskEntry(RunDependencies run, Task task) {
    this.run = run;
    this.task = task;
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
  public Entry.Scheduled spawn(Spawning spawning) {
    return task.work().visit(new Scheduling(spawning));
  }

  @Override
  public void done(TaskSummary summary) {
    run.directory().writeTask(summary);
  }

  /** Spawns the scheduler of each kind of work. */
  private final class Scheduling implements Work.Visitor<Entry.Scheduled> {
    private final Spawning spawning;

    Scheduling(Spawning spawning) {
      this.spawning = spawning;
    }

    @Override
    public Entry.Scheduled learn(Learn learn) {
      ActorRef<DistillationScheduler.Command> actor =
          spawn(
              DistillationScheduler.create(
                  () ->
                      new LearnPreparation(run, name(), learn, spawning.reporting().telemetry())
                          .task(),
                  spawning.reporting()));
      return new Entry.Scheduled(actor, () -> actor.tell(new DistillationScheduler.Stop()));
    }

    @Override
    public Entry.Scheduled measure(Measure measure) {
      ActorRef<MeasureScheduler.Command> actor =
          spawn(
              MeasureScheduler.create(new MeasureTask(run, name(), measure), spawning.reporting()));
      return new Entry.Scheduled(actor, () -> actor.tell(new MeasureScheduler.Stop()));
    }

    @Override
    public Entry.Scheduled export(Export export) {
      ActorRef<ExportScheduler.Command> actor =
          spawn(
              ExportScheduler.create(
                  new ExportScheduler.Order(run, name(), export), spawning.reporting()));
      // It is short, and what it leaves half written is written again.
      return new Entry.Scheduled(actor, () -> {});
    }

    private <M> ActorRef<M> spawn(Behavior<M> scheduler) {
      return spawning
          .context()
          .spawn(
              ErrorGuard.around(scheduler),
              "scheduler-" + name(),
              DispatcherSelector.fromConfig("reflux.file-dispatcher"));
    }
  }
}
