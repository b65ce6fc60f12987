package io.reflux.task;

import io.reflux.rundir.TaskJournal;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a task has come, and what is written down of each of its steps, in their order. */
final class StepLog {
  private final LearnTask order;
  private final RunTelemetry telemetry;
  private final TaskClock clock;
  private Map<String, StudentState> latest;
  private long step;

  /** The log of a task that stands where it was left. */
  StepLog(LearnTask order, RunTelemetry telemetry) {
    this.order = order;
    this.telemetry = telemetry;
    clock = new TaskClock(order);
    latest = order.resumed();
    step = order.fromStep();
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
    return order.milestones().epochOf(step);
  }

  /** Every student as it was last seen. */
  Map<String, StudentState> latest() {
    return latest;
  }

  /** Writes a step down, and a checkpoint if one is due. */
  void write(StepDone done) {
    step = done.batch().plan().globalStep() + 1;
    clock.stepTaken(done.batch().rows());
    order.unreadable().note(done.batch());
    order.journal().step(done, epoch(), step, clock.imagesPerSecond());
    order.stored().ifPresent(stored -> stored.report(done));
    telemetry.stepTaken(order, clock.progress(epoch(), step, done));
    if (order.milestones().snapshotAfter(step)) {
      Map<String, StudentState> states = new LinkedHashMap<>();
      done.students().forEach((name, report) -> states.put(name, report.snapshot().orElseThrow()));
      latest = states;
    }
    if (order.milestones().checkpointAfter(step)) {
      checkpoint();
    }
  }

  /** Writes a last checkpoint of students as they are now. */
  void stop(Map<String, StudentState> students) {
    latest = students;
    if (step > order.fromStep()) {
      checkpoint();
    }
  }

  private void checkpoint() {
    int perEpoch = order.milestones().length().stepsPerEpoch();
    order
        .journal()
        .checkpoint(
            new TaskJournal.Position(
                step, epoch(), (int) ((step - 1) % perEpoch) + 1, order.pipelineDigest()),
            new TaskJournal.Kept(latest, order.stored().map(StoredPlans::state).orElse(Map.of())),
            clock.seconds());
  }
}
