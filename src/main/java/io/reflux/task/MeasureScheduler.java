package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.TaskPhase;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The control plane of a task that only measures: one evaluation, and its summary. */
public final class MeasureScheduler {

  /** What it is told. */
  public sealed interface Command {}

  /** End now; a later attempt measures afresh. */
  public record Stop() implements Command {}

  private record Measured(@Nullable Map<String, Double> metrics, @Nullable Throwable error)
      implements Command {}

  public static Behavior<Command> create(MeasureTask task, TaskReporting reporting) {
    return Behaviors.setup(
        context ->
            new MeasureScheduler(context, task, task.stages(reporting.telemetry()), reporting)
                .begin());
  }

  private final ActorContext<Command> context;
  private final MeasureTask task;
  private final RunTelemetry telemetry;
  private final Consumer<TaskOutcome> replyTo;
  private final ImageStages stages;
  private final long startedNanos = System.nanoTime();

  private MeasureScheduler(
      ActorContext<Command> context,
      MeasureTask task,
      ImageStages stages,
      TaskReporting reporting) {
    this.context = context;
    this.task = task;
    this.stages = stages;
    telemetry = reporting.telemetry();
    replyTo = reporting.replyTo();
  }

  private Behavior<Command> begin() {
    telemetry.tell(new RunEvent.TaskStarted(task.task(), 0, 0, 0));
    telemetry.phase(TaskPhase.EVALUATING);
    StageSpawner spawner = new StageSpawner(context, telemetry.board());
    ActorRef<Evaluator.Command> evaluator = stages.evaluator(spawner, stages.loader(spawner));
    context.pipeToSelf(
        spawner
            .ask()
            .<Evaluator.Command, Map<String, Double>>ask(
                evaluator,
                task.run().timeouts().evaluation(),
                to -> new Evaluator.Evaluate(task.subject(), task.model(), to)),
        Measured::new);
    return measuring();
  }

  /** Its only phase. */
  private Behavior<Command> measuring() {
    return ErrorGuard.watching(Behaviors.receive(Command.class), this::fail)
        .onMessage(Measured.class, this::onMeasured)
        .onMessage(Stop.class, stop -> stopping())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> stopping() {
    telemetry.tell(
        new RunEvent.Told(
            task.task(),
            "stopping after a batch of the evaluation"
                + telemetry.measured()
                + ", which is made again"));
    return end(new TaskOutcome.Stopped(0));
  }

  private Behavior<Command> onMeasured(Measured measured) {
    Map<String, Double> metrics = measured.metrics();
    if (metrics == null) {
      return fail(Failures.cause(measured.error()));
    }
    telemetry.tell(new RunEvent.Evaluated(task.task(), task.subject(), 0, metrics));
    return end(new TaskOutcome.Finished(summary(metrics)));
  }

  private TaskSummary summary(Map<String, Double> metrics) {
    TaskSummary.StudentSummary student =
        new TaskSummary.StudentSummary(0, 0, metrics, 0, metrics, 0);
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    List<String> unreadable = stages.unreadable().all();
    return new TaskSummary(
        task.task(),
        0,
        0,
        seconds,
        0,
        0,
        Map.of(),
        Map.of(task.subject(), student),
        Map.of(),
        unreadable,
        0,
        0);
  }

  private Behavior<Command> onStopped() {
    stages.pixelBudget().close().run();
    return Behaviors.same();
  }

  private Behavior<Command> fail(Throwable cause) {
    return end(new TaskOutcome.Failed(cause));
  }

  private Behavior<Command> end(TaskOutcome outcome) {
    replyTo.accept(outcome);
    return Behaviors.stopped();
  }
}
