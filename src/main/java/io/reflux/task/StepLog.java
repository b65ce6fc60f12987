package io.reflux.task;

import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TaskTotals;
import io.reflux.stage.RunEvent;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** How far a task has come, and what is written down of each of its steps, in their order. */
final class StepLog {
  private final LearnTask task;
  private final RunTelemetry telemetry;
  private final CheckpointPause pause;
  private final TaskClock clock;
  private Map<String, StudentState> latest;
  private final LongConsumer sealed;
  private @Nullable Standing standing;
  private long checkpointed;
  private long step;

  /**
   * The log of a task that stands where it was left.
   *
   * @param sealed hears, on any thread, of a step whose checkpoint is sealed
   */
  StepLog(LearnTask task, RunTelemetry telemetry, LongConsumer sealed) {
    this.task = task;
    this.telemetry = telemetry;
    this.sealed = sealed;
    pause = new CheckpointPause(task.ledger().before().checkpointSeconds(), System::nanoTime);
    clock = new TaskClock(task, pause);
    Map<String, StudentState> resumed = new LinkedHashMap<>();
    for (StudentSubject student : task.students()) {
      student.resumed().ifPresent(state -> resumed.put(student.name(), state));
    }
    latest = resumed;
    step = task.schedule().fromStep();
    checkpointed = step;
  }

  /** The task's time. */
  TaskClock clock() {
    return clock;
  }

  /** Steps taken so far, earlier attempts included. */
  long step() {
    return step;
  }

  /** The epoch of the latest step, from 1. */
  int epoch() {
    return task.milestones().epochOf(step);
  }

  /** Every student as it was last seen. */
  Map<String, StudentState> latest() {
    return latest;
  }

  /** Writes a step down, and a checkpoint if one is due. */
  void write(StepDone done) {
    step = done.batch().plan().globalStep() + 1;
    clock.stepTaken(done.batch().rows());
    task.ledger().unreadable().note(done.batch());
    task.ledger().journal().step(done, epoch(), step, clock.imagesPerSecond());
    task.schedule().plans().report(done);
    telemetry.tell(new RunEvent.StepTaken(task.name(), clock.progress(epoch(), step, done)));
    if (task.agenda().snapshotAfter(step)) {
      Map<String, StudentState> states = new LinkedHashMap<>();
      done.students().forEach((name, report) -> states.put(name, report.snapshot().orElseThrow()));
      stand(states);
    }
    if (task.agenda().checkpointAfter(step)) {
      pause.copied(done.students().values());
      checkpoint();
    }
    task.agenda().passed(step);
  }

  /** Writes a last checkpoint of students as they are now. */
  void stop(Map<String, StudentState> students) {
    if (step > task.schedule().fromStep()) {
      stand(students);
    }
    stopWhereItStood();
  }

  /**
   * Writes a last checkpoint of the students as they were last seen, if there is none; later steps
   * are trained again.
   */
  void stopWhereItStood() {
    if (standing != null && standing.position().step() > checkpointed) {
      checkpoint();
    }
    task.ledger().journal().settle();
  }

  /** The step after which the students were last seen. */
  long stoodAt() {
    return standing == null ? task.schedule().fromStep() : standing.position().step();
  }

  /** Writes a checkpoint of the students as they were last seen. */
  void keep() {
    checkpoint();
  }

  /** These are the students as they are after the latest step. */
  void stand(Map<String, StudentState> students) {
    latest = students;
    task.ledger().journal().stands();
    int perEpoch = task.milestones().length().stepsPerEpoch();
    standing =
        new Standing(
            new TaskJournal.Position(
                step, epoch(), (int) ((step - 1) % perEpoch) + 1, task.ledger().pipelineDigest()),
            new TaskJournal.Kept(students, task.schedule().plans().state()));
  }

  private void checkpoint() {
    Standing now = java.util.Objects.requireNonNull(standing);
    checkpointed = now.position().step();
    TaskJournal journal = task.ledger().journal();
    TaskTotals totals = clock.totals();
    pause
        .handing(() -> journal.checkpoint(now.position(), now.kept(), totals))
        .thenAccept(sealed::accept);
  }

  /** What a checkpoint of the students as they were last seen holds. */
  private record Standing(TaskJournal.Position position, TaskJournal.Kept kept) {}
}
