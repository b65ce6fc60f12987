package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.Task;
import io.reflux.pipeline.Work;
import io.reflux.rundir.Beginning;
import io.reflux.rundir.Captures;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.TaskSummary;
import io.reflux.setting.InputException;
import io.reflux.setting.ShellWord;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StepFailedException;
import io.reflux.task.DistillationScheduler;
import io.reflux.task.ErrorGuard;
import io.reflux.task.ExportScheduler;
import io.reflux.task.LearnPreparation;
import io.reflux.task.LearnTask;
import io.reflux.task.MeasureScheduler;
import io.reflux.task.MeasureTask;
import io.reflux.task.RunDependencies;
import io.reflux.task.Spawning;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task of a pipeline, as the supervisor sees it. */
final class TaskEntry implements Entry {
  private final RunDependencies run;
  private final Task task;
  private final Optional<Rehearsal> rehearsal;
  private String damaged = "";

  /**
   * A task.
   *
   * @param rehearsal how far it goes, if it is no run but the replay of one
   */
  TaskEntry(RunDependencies run, Task task, Optional<Rehearsal> rehearsal) {
    this.run = run;
    this.task = task;
    this.rehearsal = rehearsal;
  }

  @Override
  public Task task() {
    return task;
  }

  /**
   * A training that is to have more epochs now goes on. A summary that is damaged is made again,
   * out of the last checkpoint.
   */
  @Override
  public @Nullable TaskSummary before() {
    try {
      TaskSummary summary = run.directory().readTask(name()).orElse(null);
      return summary == null || summary.isShorterThan(task) ? null : summary;
    } catch (InputException e) {
      String sentence = String.valueOf(e.getMessage());
      run.attempt()
          .journal()
          .write(
              JournalEntry.of("repaired", JournalEntry.OWN)
                  .at(name(), 0)
                  .telling(List.of(sentence, "it is made again")));
      damaged = sentence + "; it is made again";
      return null;
    }
  }

  @Override
  public Entry.Scheduled spawn(Spawning spawning) {
    if (!damaged.isEmpty()) {
      spawning.reporting().telemetry().tell(new RunEvent.Told(name(), damaged));
    }
    return task.work().visit(new Scheduling(spawning));
  }

  @Override
  public void done(TaskSummary summary) {
    new Beginning(run.directory()).keepModelsOf(name());
    run.directory().writeTask(summary);
  }

  @Override
  public void goesBack(String why) {
    List<Long> steps = new CheckpointStore(run.directory().task(name()), 1).steps();
    long step = steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
    run.attempt()
        .journal()
        .write(
            JournalEntry.of("gone back", JournalEntry.OWN).at(name(), step).telling(List.of(why)));
  }

  @Override
  public Optional<String> failed(Throwable cause) {
    return rehearsal.isPresent() ? Optional.empty() : Failures.ofStep(cause).map(this::captured);
  }

  private String captured(StepFailedException failed) {
    String sentence = Failures.sentence(failed);
    Captures.Failure failure = new Captures.Failure(failed.student(), sentence, failed.plan());
    try {
      return String.format(
          "what is needed to run step %d again is in %s (reflux replay %s %d --task %s)",
          failed.step(),
          new Captures(run.directory()).keep(name(), failure),
          ShellWord.of(run.directory().root()),
          failed.step(),
          ShellWord.of(name()));
    } catch (IOException e) {
      return "step " + failed.step() + " can't be kept: " + Failures.sentence(e);
    }
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
                  () -> {
                    LearnTask whole =
                        new LearnPreparation(run, name(), learn, spawning.reporting().telemetry())
                            .task();
                    return rehearsal.map(only -> whole.upTo(only.step())).orElse(whole);
                  },
                  spawning.reporting()));
      return new Entry.Scheduled(
          actor,
          () -> actor.tell(new DistillationScheduler.Stop()),
          order -> actor.tell(new DistillationScheduler.Steer(order)));
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
