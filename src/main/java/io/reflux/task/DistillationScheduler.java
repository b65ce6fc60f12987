package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import io.reflux.stage.Failures;
import io.reflux.stage.RunStatus;
import io.reflux.stage.SteeringOrder;
import io.reflux.stage.TaskPhase;
import io.reflux.stream.LearnStream;
import io.reflux.train.StudentState;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control plane of one learning task. It spawns the stages, lets the plans flow, writes down
 * every step, and decides when to evaluate, to checkpoint and to stop. It runs on its own thread,
 * because it writes files.
 *
 * <pre>
 *  measuringTeachers ─► training ──────────► draining ─► summing
 *                          └──► stopping ──► leaving
 * </pre>
 *
 * <p>A phase is a method that answers the messages it takes. In any a stage that dies fails the
 * task. The stream lives as long as this actor.
 */
public final class DistillationScheduler {

  /** What a scheduler is told. */
  public sealed interface Command {}

  /** Train no further plan, write a checkpoint and end. */
  public record Stop() implements Command {}

  /** Do something else from the next step on. */
  public record Steer(SteeringOrder order) implements Command {}

  private record Knock(PlanGate.Knock plan) implements Command {}

  private record Sealed(long step) implements Command {}

  private record Journal(FinishedSteps.Finished step) implements Command {}

  private record TeacherMeasured(@Nullable Map<String, Double> value, @Nullable Throwable error)
      implements Command, Answer<Map<String, Double>> {}

  private record StudentMeasured(
      StudentEvaluations.Snapshot of,
      @Nullable Map<String, Double> value,
      @Nullable Throwable error)
      implements Command, Answer<Map<String, Double>> {}

  private record StreamEnded(@Nullable Throwable error) implements Command {}

  private record LastSnapshot(@Nullable Map<String, StudentState> value, @Nullable Throwable error)
      implements Command, Answer<Map<String, StudentState>> {}

  private record Seen(@Nullable Map<String, StudentState> value, @Nullable Throwable error)
      implements Command, Answer<Map<String, StudentState>> {}

  private record Summed(@Nullable RunStatus value, @Nullable Throwable error)
      implements Command, Answer<RunStatus> {}

  public static Behavior<Command> create(Supplier<LearnTask> preparing, TaskReporting reporting) {
    return Behaviors.setup(
        context -> {
          LearnTask task = preparing.get();
          StageSpawner spawner = new StageSpawner(context, reporting.telemetry().board());
          StageClient calls = new StageClient(task, task.stages().spawn(spawner), spawner.ask());
          return new DistillationScheduler(context, task, calls, reporting).begin();
        });
  }

  private final ActorContext<Command> context;
  private final LearnTask task;
  private final RunTelemetry telemetry;
  private final Consumer<TaskOutcome> replyTo;
  private final StageClient calls;
  private final TaskKeeper keeper;
  private final SteeringDesk desk;

  private DistillationScheduler(
      ActorContext<Command> context, LearnTask task, StageClient calls, TaskReporting reporting) {
    this.context = context;
    this.task = task;
    this.calls = calls;
    telemetry = reporting.telemetry();
    replyTo = reporting.replyTo();
    StudentEvaluations evaluations =
        new StudentEvaluations(
            task,
            telemetry,
            calls,
            (of, evaluation) ->
                context.pipeToSelf(evaluation, (m, error) -> new StudentMeasured(of, m, error)));
    ActorRef<Command> self = context.getSelf();
    Runnable look = () -> context.pipeToSelf(calls.snapshots(), Seen::new);
    keeper =
        new TaskKeeper(task, telemetry, evaluations, step -> self.tell(new Sealed(step)), look);
    desk = keeper.desk();
  }

  // Phases

  private Behavior<Command> begin() {
    keeper.begin();
    return measuringTeachers(task.teachers().iterator());
  }

  /** One teacher after the other is measured; then training begins. */
  private Behavior<Command> measuringTeachers(Iterator<MeasuredTeacher> left) {
    if (!left.hasNext()) {
      return training();
    }
    MeasuredTeacher teacher = left.next();
    telemetry.phase(TaskPhase.MEASURING_TEACHER);
    context.pipeToSelf(
        calls.measure(teacher.name().of("teacher"), teacher.loading()), TeacherMeasured::new);
    return phase()
        .onMessage(TeacherMeasured.class, measured -> onTeacherMeasured(measured, teacher, left))
        .onMessage(Steer.class, steer -> doing(() -> desk.takeEarly(steer.order())))
        .onMessage(Stop.class, stop -> stoppingEarly(teacher))
        .build();
  }

  private Behavior<Command> stoppingEarly(MeasuredTeacher teacher) {
    keeper.stoppingEarly(teacher.name());
    return end(new TaskOutcome.Stopped(keeper.step()));
  }

  /** Plans flow; steps are written down, students evaluated. */
  private Behavior<Command> training() {
    keeper.train();
    LearnStream.Running stream = stream();
    context.pipeToSelf(stream.end(), (done, error) -> new StreamEnded(error));
    desk.tellThePhase();
    return phase()
        .onMessage(Journal.class, done -> writing(() -> keeper.add(done.step())))
        .onMessage(
            StudentMeasured.class,
            measured -> onStudentMeasured(measured, () -> writing(keeper::writeWaiting)))
        .onMessage(StreamEnded.class, ended -> onStreamEnded(ended, this::draining))
        .onMessage(Knock.class, knock -> doing(() -> desk.knock(knock.plan())))
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Steer.class, steer -> doing(() -> desk.take(steer.order())))
        .onMessage(Stop.class, stop -> stopping(stream))
        .build();
  }

  /** Batches that a student has begun are trained on by all, and written down; no others. */
  private Behavior<Command> stopping(LearnStream.Running stream) {
    keeper.stopping(stream.inFlight().getAsInt());
    stream.stop().shutdown();
    if (keeper.isEvaluating()) {
      return leavingWhereItStood();
    }
    return ending()
        .onMessage(Journal.class, done -> onLastStep(done.step()))
        .onMessage(
            StreamEnded.class,
            ended -> onStreamEnded(ended, () -> keeper.isThrough() ? draining() : leaving()))
        .build();
  }

  /** All steps are written down; evaluations may still be at work. */
  private Behavior<Command> draining() {
    return keeper.isEvaluating() ? evaluating() : summing();
  }

  private Behavior<Command> evaluating() {
    return phase()
        .onMessage(StudentMeasured.class, measured -> onStudentMeasured(measured, this::draining))
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Steer.class, steer -> doing(() -> SteeringDesk.refuse(steer.order())))
        .onMessage(Stop.class, stop -> stoppingAfterTheLastStep())
        .build();
  }

  private Behavior<Command> stoppingAfterTheLastStep() {
    keeper.stopping(0);
    return leavingWhereItStood();
  }

  /** The task was told to stop before its last step: a last checkpoint is written. */
  private Behavior<Command> leaving() {
    context.pipeToSelf(calls.snapshots(), LastSnapshot::new);
    return ending()
        .onMessage(
            LastSnapshot.class,
            last -> last.then(all -> end(new TaskOutcome.Stopped(keeper.stop(all))), this::fail))
        .build();
  }

  /** While students are evaluated, or are to be, nobody waits for that. */
  private Behavior<Command> leavingWhereItStood() {
    return end(new TaskOutcome.Stopped(keeper.stopWhereItStood()));
  }

  /** The task is done: it is summed up. */
  private Behavior<Command> summing() {
    keeper.last();
    context.pipeToSelf(calls.status(), Summed::new);
    return ending()
        .onMessage(
            Summed.class,
            summed ->
                summed.then(all -> end(new TaskOutcome.Finished(keeper.summary(all))), this::fail))
        .build();
  }

  /** What every phase takes. */
  private BehaviorBuilder<Command> phase() {
    return ErrorGuard.watching(Behaviors.receive(Command.class), this::fail)
        .onMessage(Sealed.class, written -> doing(() -> desk.sealed(written.step())))
        .onSignal(PostStop.class, signal -> doing(keeper::close));
  }

  /** What every phase takes in which no further step begins. */
  private BehaviorBuilder<Command> ending() {
    return phase()
        .onMessage(Knock.class, knock -> Behaviors.same())
        .onMessage(Seen.class, seen -> Behaviors.same())
        .onMessage(Steer.class, steer -> doing(() -> SteeringDesk.refuse(steer.order())))
        .onMessage(Stop.class, stop -> Behaviors.same());
  }

  private LearnStream.Running stream() {
    ActorRef<Command> self = context.getSelf();
    return calls.stream(
            plan -> PlanGate.letIn(plan, knock -> self.tell(new Knock(knock))),
            done -> calls.longCall(self, to -> new Journal(new FinishedSteps.Finished(done, to))))
        .run(Materializer.createMaterializer(context));
  }

  private Behavior<Command> onSeen(Seen seen) {
    return seen.then(students -> writing(() -> keeper.seen(students)), this::fail);
  }

  private Behavior<Command> onTeacherMeasured(
      TeacherMeasured measured, MeasuredTeacher teacher, Iterator<MeasuredTeacher> left) {
    return measured.then(
        metrics -> {
          keeper.measured(teacher.name(), metrics);
          return measuringTeachers(left);
        },
        this::fail);
  }

  /** Students of a step that was under way when the task was told to stop aren't evaluated. */
  private Behavior<Command> onLastStep(FinishedSteps.Finished step) {
    Behavior<Command> written = writing(() -> keeper.writeLast(step));
    return keeper.evaluatesNow() ? leavingWhereItStood() : written;
  }

  private Behavior<Command> doing(Runnable what) {
    what.run();
    return Behaviors.same();
  }

  private Behavior<Command> writing(Runnable what) {
    try {
      return doing(what);
    } catch (RuntimeException e) {
      return fail(e);
    }
  }

  private Behavior<Command> onStudentMeasured(
      StudentMeasured measured, Supplier<Behavior<Command>> next) {
    return measured.then(
        metrics -> {
          keeper.evaluated(measured.of(), metrics);
          return next.get();
        },
        this::fail);
  }

  private Behavior<Command> onStreamEnded(StreamEnded ended, Supplier<Behavior<Command>> next) {
    return ended.error() == null ? next.get() : fail(Failures.cause(ended.error()));
  }

  private Behavior<Command> fail(Throwable cause) {
    return end(new TaskOutcome.Failed(cause));
  }

  private Behavior<Command> end(TaskOutcome outcome) {
    replyTo.accept(outcome);
    return Behaviors.stopped();
  }
}
