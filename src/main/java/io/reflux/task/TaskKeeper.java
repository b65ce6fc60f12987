package io.reflux.task;

import io.reflux.pipeline.TeacherName;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunStatus;
import io.reflux.stage.TaskPhase;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Keeps the books of a task in training: what is written down and told of its steps and
 * evaluations, which evaluations are due, what it was told from outside. For the scheduler's
 * thread.
 *
 * <p>Order of what is written: a checkpoint waits until every evaluation of an earlier step has
 * been written down; so whatever instant the process is killed at, what the checkpoint does not
 * know can be computed again from it. A task that is told to stop waits for no evaluation: its last
 * checkpoint is of the step that is being evaluated, and the evaluation is made again from there.
 */
final class TaskKeeper implements AutoCloseable {
  private final LearnTask task;
  private final RunTelemetry telemetry;
  private final StudentEvaluations evaluations;
  private final StepLog log;
  private final FinishedSteps steps;
  private final SteeringDesk desk;
  private final Symptoms symptoms;

  /**
   * Of a task that stands where it was left.
   *
   * @param sealed hears, on any thread, of a step whose checkpoint is sealed
   * @param asking asks for the students as they are, who come to {@link #seen}
   */
  TaskKeeper(
      LearnTask task,
      RunTelemetry telemetry,
      StudentEvaluations evaluations,
      LongConsumer sealed,
      Runnable asking) {
    this.task = task;
    this.telemetry = telemetry;
    this.evaluations = evaluations;
    log =
        new StepLog(
            task,
            telemetry,
            step -> {
              telemetry.tell(new RunEvent.CheckpointSealed(task.name(), step));
              sealed.accept(step);
            });
    steps = new FinishedSteps(task.agenda(), evaluations, this::write);
    desk = new SteeringDesk(task, telemetry, log::step, new Students(asking));
    symptoms =
        new Symptoms(
            new Symptoms.Training(
                task.milestones().steps(),
                task.milestones().length().stepsPerEpoch(),
                task.schedule().fromStep(),
                task.ledger().journal().bestMetric()),
            sentence -> telemetry.tell(new RunEvent.Told(task.name(), sentence)));
    symptoms.teacher(task.ledger().before().teacher());
  }

  /** Takes what the task is told from outside. */
  SteeringDesk desk() {
    return desk;
  }

  /** True if students are being evaluated. */
  boolean isEvaluating() {
    return evaluations.anyAtWork();
  }

  /** An evaluation has come to metrics, which are written down. */
  void evaluated(StudentEvaluations.Snapshot of, Map<String, Double> metrics) {
    evaluations.came(of, metrics);
    symptoms.evaluated(of.student(), of.epoch(), metrics);
    desk.evaluated();
  }

  /** The students of a paused task have come. */
  void seen(Map<String, StudentState> students) {
    if (desk.isQuiet()) {
      log.stand(students);
    }
    desk.seen();
  }

  /** Steps taken so far, earlier attempts included. */
  long step() {
    return log.step();
  }

  /** True if every step of the task is taken. */
  boolean isThrough() {
    return log.step() >= task.milestones().steps();
  }

  /** True if the students are evaluated as they are after the latest step. */
  boolean evaluatesNow() {
    return task.agenda().evaluateAfter(log.step());
  }

  /** The task begins. */
  void begin() {
    telemetry.tell(
        new RunEvent.TaskStarted(
            task.name(),
            task.milestones().length().epochs(),
            task.milestones().steps(),
            task.schedule().fromStep()));
  }

  /** A teacher's own metrics are known. */
  void measured(TeacherName teacher, Map<String, Double> metrics) {
    log.clock().teacherMeasured(teacher.address(metrics));
    task.ledger().journal().teacher(teacher, metrics);
    symptoms.teacher(metrics);
    telemetry.tell(new RunEvent.TeacherMeasured(task.name(), teacher.of("teacher"), metrics));
  }

  /** Training begins; the evaluations that the checkpoint lacks are made first. */
  void train() {
    if (log.step() > 0 && evaluatesNow()) {
      evaluateUnknown();
    }
    log.clock().start();
  }

  /**
   * The task was told to stop: what that waits for is told.
   *
   * @param inFlight how many batches students have begun that are not written down
   */
  void stopping(int inFlight) {
    telemetry.phase(TaskPhase.STOPPING);
    String after =
        isEvaluating()
            ? " where it stood after step "
                + log.stoodAt()
                + "; the evaluation at work"
                + telemetry.measured()
                + " is not waited for"
            : inFlight == 1
                ? " after a batch in flight"
                : " after " + inFlight + " batches in flight";
    telemetry.tell(new RunEvent.Told(task.name(), "stopping" + after));
  }

  /** The task was told to stop while a teacher is measured: nobody waits for that. */
  void stoppingEarly(TeacherName teacher) {
    telemetry.phase(TaskPhase.STOPPING);
    telemetry.tell(
        new RunEvent.Told(
            task.name(),
            "stopping after a batch of the measuring of "
                + teacher.of("teacher")
                + telemetry.measured()
                + ", which is made again"));
  }

  /** Takes a finished step, and writes down what may be. */
  void add(FinishedSteps.Finished step) {
    steps.add(step);
  }

  /** Writes down all finished steps that need not wait. */
  void writeWaiting() {
    steps.write();
  }

  /** Writes a finished step of a task that is to end down now; nothing is evaluated any more. */
  void writeLast(FinishedSteps.Finished step) {
    steps.write(
        step,
        done -> {
          log.write(done);
          desk.stepTaken();
        });
  }

  private void write(StepDone done) {
    log.write(done);
    done.students()
        .forEach(
            (student, report) ->
                symptoms.step(student, log.step(), report.loss(), report.learningRate()));
    if (evaluatesNow()) {
      if (isEvaluating()) {
        symptoms.evaluationsWait(evaluations.atWork());
      }
      log.latest().forEach(this::evaluate);
    }
    desk.stepTaken();
  }

  private void evaluateUnknown() {
    log.latest()
        .forEach(
            (student, state) -> {
              if (!evaluations.known(student, log.step())) {
                evaluate(student, state);
              }
            });
  }

  private void evaluate(String student, StudentState state) {
    evaluations.begin(new StudentEvaluations.Snapshot(student, log.step(), log.epoch(), state));
  }

  /**
   * Writes a last checkpoint of students as they are now.
   *
   * @return the step that it is of
   */
  long stop(Map<String, StudentState> students) {
    log.stop(students);
    return stood();
  }

  /**
   * Writes a last checkpoint of the students as they were last seen, if there is none.
   *
   * @return the step that it is of
   */
  long stopWhereItStood() {
    log.stopWhereItStood();
    return stood();
  }

  private long stood() {
    desk.sealed(log.stoodAt());
    return log.stoodAt();
  }

  /** All steps are taken: the last weights are written. */
  void last() {
    log.latest().forEach((student, state) -> task.ledger().journal().last(student, state));
  }

  /** What the task came to. */
  TaskSummary summary(RunStatus status) {
    return log.clock().summary(status);
  }

  /** The students as the desk sees them. */
  private final class Students implements SteeringDesk.Students {
    private final Runnable asking;

    Students(Runnable asking) {
      this.asking = asking;
    }

    @Override
    public boolean areEvaluated() {
      return isEvaluating();
    }

    @Override
    public void ask() {
      asking.run();
    }

    @Override
    public void keep() {
      log.keep();
    }

    @Override
    public void evaluate() {
      evaluateUnknown();
    }
  }

  @Override
  public void close() {
    desk.close();
    task.ledger().pixelBudget().close().run();
    task.ledger().journal().close();
  }
}
