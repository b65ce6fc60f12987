package io.reflux.task;

import io.reflux.rundir.TaskJournal;
import io.reflux.stage.RunEvent;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** The evaluations of a task's students: how many are at work, and what comes of each. */
final class StudentEvaluations {
  private final LearnTask task;
  private final RunTelemetry telemetry;
  private final StageClient calls;
  private final Map<String, StudentSubject> students = new LinkedHashMap<>();
  private final BiConsumer<Snapshot, CompletionStage<Map<String, Double>>> awaiting;
  private int atWork;

  /**
   * None yet; the evaluator is asked by {@code calls}.
   *
   * @param awaiting tells the scheduler how an evaluation ends
   */
  StudentEvaluations(
      LearnTask task,
      RunTelemetry telemetry,
      StageClient calls,
      BiConsumer<Snapshot, CompletionStage<Map<String, Double>>> awaiting) {
    this.task = task;
    this.awaiting = awaiting;
    this.telemetry = telemetry;
    this.calls = calls;
    task.students().forEach(student -> students.put(student.name(), student));
  }

  /**
   * A student as it was after a step.
   *
   * @param student its name
   * @param step the step
   * @param epoch the step's epoch, from 1
   * @param state the student
   */
  record Snapshot(String student, long step, int epoch, StudentState state) {}

  /** How many are at work, or wait. */
  int atWork() {
    return atWork;
  }

  /** True if some are at work. */
  boolean anyAtWork() {
    return atWork > 0;
  }

  /** True if a student has been evaluated as it was after a step. */
  boolean known(String student, long step) {
    return task.ledger().journal().hasEvaluation(student, step);
  }

  /** Begins one. */
  void begin(Snapshot snapshot) {
    StudentSubject student =
        java.util.Objects.requireNonNull(students.get(snapshot.student()), snapshot.student());
    atWork++;
    awaiting.accept(
        snapshot, calls.measure(student.name(), student.network().at(snapshot.state())));
  }

  /** One has come to metrics, which are written down. */
  void came(Snapshot snapshot, Map<String, Double> metrics) {
    atWork--;
    task.ledger()
        .journal()
        .evaluated(
            snapshot.student(),
            snapshot.epoch(),
            snapshot.step(),
            new TaskJournal.Evaluated(
                metrics,
                new NamedTensors(snapshot.state().network(task.ledger().journal().bestMetric()))));
    telemetry.tell(
        new RunEvent.Evaluated(task.name(), snapshot.student(), snapshot.epoch(), metrics));
  }
}
