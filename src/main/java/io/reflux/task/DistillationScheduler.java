package io.reflux.task;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.reflux.network.FrozenModel;
import io.reflux.rundir.TaskJournal;
import io.reflux.stage.Failures;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StatusBoard;
import io.reflux.stream.LearnStages;
import io.reflux.stream.LearnStream;
import io.reflux.stream.StepDone;
import io.reflux.train.StudentState;
import io.reflux.weights.NamedTensors;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control plane of one learning task. It spawns the stages, lets the plans flow, writes down
 * every step, and decides when to evaluate, to checkpoint and to stop. It runs on its own thread,
 * because it writes files.
 *
 * <p>Order of what is written: a checkpoint waits until every evaluation of an earlier step has
 * been written down; so whatever instant the process is killed at, what the checkpoint does not
 * know can be computed again from it.
 */
public final class DistillationScheduler extends AbstractBehavior<DistillationScheduler.Command> {

  /** What a scheduler is told. */
  public sealed interface Command {}

  /** Train no further plan, write a checkpoint and end. */
  public record Stop() implements Command {}

  private record Journal(StepDone done, ActorRef<StatusReply<Done>> replyTo) implements Command {}

  private record TeacherMeasured(@Nullable Map<String, Double> metrics, @Nullable Throwable error)
      implements Command {}

  private record StudentMeasured(
      Pending pending, @Nullable Map<String, Double> metrics, @Nullable Throwable error)
      implements Command {}

  private record StreamEnded(@Nullable Throwable error) implements Command {}

  private record LastSnapshot(
      @Nullable Map<String, StudentState> students, @Nullable Throwable error) implements Command {}

  private record Summing(@Nullable RunStatus status, @Nullable Throwable error)
      implements Command {}

  /** A student that is being evaluated as it was after a step. */
  private record Pending(String student, long step, int epoch, StudentState state) {}

  public static Behavior<Command> create(
      Supplier<LearnTask> preparing, RunTelemetry telemetry, ActorRef<TaskOutcome> replyTo) {
    return Behaviors.setup(
        context -> new DistillationScheduler(context, preparing.get(), telemetry, replyTo));
  }

  private final LearnTask order;
  private final RunTelemetry telemetry;
  private final ActorRef<TaskOutcome> replyTo;
  private final StageClient calls;
  private final StepLog log;
  private final Deque<Journal> deferred = new ArrayDeque<>();
  private Map<String, Double> teacherMetrics = Map.of();
  private LearnStream.@Nullable Running running;
  private int evaluating;
  private boolean stopping;
  private boolean streamEnded;

  private DistillationScheduler(
      ActorContext<Command> context,
      LearnTask order,
      RunTelemetry telemetry,
      ActorRef<TaskOutcome> replyTo) {
    super(context);
    this.order = order;
    this.telemetry = telemetry;
    this.replyTo = replyTo;
    log = new StepLog(order, telemetry);
    calls = new StageClient(order, order.stages().apply(context), context.getSystem().scheduler());
    telemetry.taskStarted(order);
    if (order.teacher().isPresent()) {
      measureTeacher();
    } else {
      train();
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(TeacherMeasured.class, this::onTeacherMeasured)
        .onMessage(Journal.class, this::onJournal)
        .onMessage(StudentMeasured.class, this::onStudentMeasured)
        .onMessage(StreamEnded.class, this::onStreamEnded)
        .onMessage(LastSnapshot.class, this::onLastSnapshot)
        .onMessage(Summing.class, this::onSumming)
        .onMessage(Stop.class, this::onStop)
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  // Phases

  private void measureTeacher() {
    telemetry.phase("measuring teacher");
    getContext()
        .pipeToSelf(calls.measure("teacher", order.teacher().orElseThrow()), TeacherMeasured::new);
  }

  private void train() {
    telemetry.phase("training");
    evaluateWhatTheCheckpointLacks();
    log.clock().start();
    ActorRef<Command> self = getContext().getSelf();
    LearnStages stages = calls.stages(done -> calls.longCall(self, to -> new Journal(done, to)));
    LearnStream.Running started =
        new LearnStream(stages, order.depths()).over(order.source()).run(getContext().getSystem());
    running = started;
    getContext().pipeToSelf(started.end(), (done, error) -> new StreamEnded(error));
  }

  private void evaluateWhatTheCheckpointLacks() {
    if (log.step() > 0 && order.milestones().evaluateAfter(log.step())) {
      log.latest()
          .forEach(
              (student, state) -> {
                if (!order.journal().hasEvaluation(student, log.epoch())) {
                  evaluate(new Pending(student, log.step(), log.epoch(), state));
                }
              });
    }
  }

  // Messages

  private Behavior<Command> onTeacherMeasured(TeacherMeasured measured) {
    if (measured.metrics() == null) {
      return fail(Failures.cause(measured.error()));
    }
    teacherMetrics = measured.metrics();
    telemetry.teacherMeasured(order.task(), teacherMetrics);
    if (stopping) {
      return end(new TaskOutcome.Stopped(log.step()));
    }
    train();
    return this;
  }

  private Behavior<Command> onJournal(Journal journal) {
    deferred.add(journal);
    return journalWhatMayBe();
  }

  private Behavior<Command> journalWhatMayBe() {
    while (!deferred.isEmpty() && !mustWait(deferred.element())) {
      Journal journal = deferred.remove();
      try {
        journal(journal.done());
      } catch (RuntimeException e) {
        journal.replyTo().tell(StatusReply.error(e));
        return fail(e);
      }
      journal.replyTo().tell(StatusReply.success(Done.getInstance()));
    }
    return this;
  }

  private boolean mustWait(Journal journal) {
    return evaluating > 0
        && order.milestones().snapshotAfter(journal.done().batch().plan().globalStep() + 1);
  }

  private void journal(StepDone done) {
    log.write(done);
    if (order.milestones().evaluateAfter(log.step())) {
      log.latest()
          .forEach((name, state) -> evaluate(new Pending(name, log.step(), log.epoch(), state)));
    }
  }

  private void evaluate(Pending pending) {
    Function<StudentState, Supplier<FrozenModel>> loading =
        java.util.Objects.requireNonNull(order.students().get(pending.student()));
    evaluating++;
    getContext()
        .pipeToSelf(
            calls.measure(pending.student(), loading.apply(pending.state())),
            (metrics, error) -> new StudentMeasured(pending, metrics, error));
  }

  private Behavior<Command> onStudentMeasured(StudentMeasured measured) {
    evaluating--;
    Map<String, Double> metrics = measured.metrics();
    if (metrics == null) {
      return fail(Failures.cause(measured.error()));
    }
    Pending pending = measured.pending();
    order
        .journal()
        .evaluated(
            pending.student(),
            pending.epoch(),
            pending.step(),
            new TaskJournal.Evaluated(metrics, new NamedTensors(pending.state().network())));
    telemetry.evaluated(order.task(), pending.student(), pending.epoch(), metrics);
    Behavior<Command> next = journalWhatMayBe();
    return next == this ? endIfDone() : next;
  }

  private Behavior<Command> onStreamEnded(StreamEnded ended) {
    if (ended.error() != null) {
      return fail(Failures.cause(ended.error()));
    }
    streamEnded = true;
    return endIfDone();
  }

  private Behavior<Command> endIfDone() {
    if (!streamEnded || evaluating > 0) {
      return this;
    }
    if (log.step() < order.milestones().steps()) {
      getContext().pipeToSelf(calls.snapshots(), LastSnapshot::new);
      return this;
    }
    log.latest().forEach((student, state) -> order.journal().last(student, state));
    getContext()
        .ask(
            RunStatus.class,
            telemetry.board(),
            order.timeouts().answer(),
            StatusBoard.GetStatus::new,
            (status, error) -> new Summing(status, error));
    return this;
  }

  private Behavior<Command> onSumming(Summing summing) {
    RunStatus status = summing.status();
    return status == null
        ? fail(Failures.cause(summing.error()))
        : end(new TaskOutcome.Finished(log.clock().summary(teacherMetrics, status)));
  }

  private Behavior<Command> onLastSnapshot(LastSnapshot last) {
    if (last.students() == null) {
      return fail(Failures.cause(last.error()));
    }
    log.stop(last.students());
    return end(new TaskOutcome.Stopped(log.step()));
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = true;
    telemetry.phase("stopping");
    if (running != null) {
      running.stop().shutdown();
    }
    return this;
  }

  private Behavior<Command> fail(Throwable cause) {
    if (running != null) {
      running.stop().abort(cause);
    }
    return end(new TaskOutcome.Failed(cause));
  }

  private Behavior<Command> end(TaskOutcome outcome) {
    replyTo.tell(outcome);
    return Behaviors.stopped();
  }

  private Behavior<Command> onStopped() {
    order.pixelBudget().close().run();
    order.journal().close();
    return this;
  }
}
