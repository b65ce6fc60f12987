package io.reflux.task;

import io.reflux.rundir.TaskJournal;
import io.reflux.stage.RunEvent;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a task has come, and what is written down of each of its steps, in their order. */
final class StepLog {
  private final LearnTask task;
  private final RunTelemetry telemetry;
  private final TaskClock clock;
  private Map<String, StudentState> latest;
  private long step;

  /** The log of a task that stands where it was left. */
  StepLog(LearnTask task, RunTelemetry telemetry) {
    this.task = task;
    this.telemetry = telemetry;
    clock = new TaskClock(task);
    Map<String, StudentState> resumed = new LinkedHashMap<>();
    for (StudentSubject student : task.students()) {
      student.resumed().ifPresent(state -> resumed.put(student.name(), state));
    }
    latest = resumed;
    step = task.schedule().fromStep();
  }

  /** The task's time. */
  TaskClock clock() {
    return clock;
  }

  /** Steps taken so far, earlier sittings included. */
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
    if (task.milestones().snapshotAfter(step)) {
      Map<String, StudentState> states = new LinkedHashMap<>();
      done.students().forEach((name, report) -> states.put(name, report.snapshot().orElseThrow()));
      latest = states;
    }
    if (task.milestones().checkpointAfter(step)) {
      checkpoint();
    }
  }

  /** Writes a last checkpoint of students as they are now. */
  void stop(Map<String, StudentState> students) {
    latest = students;
    if (step > task.schedule().fromStep()) {
      checkpoint();
    }
    task.ledger().journal().settle();
  }

  private void checkpoint() {
    int perEpoch = task.milestones().length().stepsPerEpoch();
    TaskLedger ledger = task.ledger();
    ledger
        .journal()
        .checkpoint(
            new TaskJournal.Position(
                step, epoch(), (int) ((step - 1) % perEpoch) + 1, ledger.pipelineDigest()),
            new TaskJournal.Kept(latest, task.schedule().plans().state()),
            clock.seconds());
  }
}
