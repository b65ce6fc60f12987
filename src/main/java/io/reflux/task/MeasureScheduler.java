package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TaskProgress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The control plane of a task that only measures: one evaluation, and its summary. */
public final class MeasureScheduler extends AbstractBehavior<MeasureScheduler.Command> {

  /** What it is told. */
  public sealed interface Command {}

  /** End now; a later sitting measures afresh. */
  public record Stop() implements Command {}

  private record Measured(@Nullable Map<String, Double> metrics, @Nullable Throwable error)
      implements Command {}

  public static Behavior<Command> create(
      MeasureTask order, RunListener listener, Spawning spawning) {
    return Behaviors.setup(context -> new MeasureScheduler(context, order, listener, spawning));
  }

  private final MeasureTask order;
  private final RunListener listener;
  private final ActorRef<TaskOutcome> replyTo;
  private final MeasureTask.Stages stages;
  private final long startedNanos = System.nanoTime();

  private MeasureScheduler(
      ActorContext<Command> context, MeasureTask order, RunListener listener, Spawning spawning) {
    super(context);
    this.order = order;
    this.listener = listener;
    replyTo = spawning.replyTo();
    spawning
        .board()
        .tell(
            new StatusBoard.Progress(
                was -> TaskProgress.preparing(order.task(), 0, 0).withPhase("evaluating")));
    listener.heard(new RunEvent.TaskStarted(order.task(), 0, 0, 0));
    stages = order.spawn(context, new RunTelemetry(spawning.board(), listener));
    context.pipeToSelf(
        AskPattern.<Evaluator.Command, Map<String, Double>>askWithStatus(
            stages.evaluator(),
            to -> new Evaluator.Evaluate(order.subject(), order.model(), to),
            order.run().timeouts().evaluation(),
            context.getSystem().scheduler()),
        Measured::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Measured.class, this::onMeasured)
        .onMessage(Stop.class, stop -> end(new TaskOutcome.Stopped(0)))
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onMeasured(Measured measured) {
    Map<String, Double> metrics = measured.metrics();
    if (metrics == null) {
      return end(new TaskOutcome.Failed(Failures.cause(measured.error())));
    }
    String student = order.subject();
    listener.heard(new RunEvent.Evaluated(order.task(), student, 0, metrics));
    TaskSummary.StudentSummary summary =
        new TaskSummary.StudentSummary(0, 0, metrics, 0, metrics, 0);
    return end(
        new TaskOutcome.Finished(
            new TaskSummary(
                order.task(),
                0,
                0,
                (System.nanoTime() - startedNanos) / 1e9,
                0,
                Map.of(),
                Map.of(student, summary),
                Map.of(),
                stages.leftOut().all(),
                0,
                0)));
  }

  private Behavior<Command> onStopped() {
    stages.pixels().close();
    return this;
  }

  private Behavior<Command> end(TaskOutcome outcome) {
    replyTo.tell(outcome);
    return Behaviors.stopped();
  }
}
