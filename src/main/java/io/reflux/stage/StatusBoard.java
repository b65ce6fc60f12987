package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.reflux.rundir.RunDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Collects what the stages tell and answers at once, whatever the stages are busy with. A stage
 * tells after every piece of work; the scheduler tells how the task goes.
 */
public final class StatusBoard extends AbstractBehavior<StatusBoard.Command> {

  /** What the board is told. */
  public sealed interface Command {}

  /** A stage's words about itself; replaces what it said before. */
  record Stage(StageStatus status) implements Command {}

  /** How the task goes. */
  public record Progress(UnaryOperator<TaskProgress> change) implements Command {}

  /** The run is in another state. */
  public record State(String state) implements Command {}

  /** Forget the stages: the task has ended. */
  public record TaskEnded() implements Command {}

  /** Tell how the run goes. */
  public record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  public static Behavior<Command> create(String pipeline, RunDirectory directory) {
    return Behaviors.setup(context -> new StatusBoard(context, pipeline, directory));
  }

  private final long startedNanos = System.nanoTime();
  private final Map<String, StageStatus> stages = new LinkedHashMap<>();
  private RunStatus status;

  private StatusBoard(ActorContext<Command> context, String pipeline, RunDirectory directory) {
    super(context);
    status = RunStatus.starting(pipeline, directory.root().toString());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Stage.class, this::onStage)
        .onMessage(Progress.class, this::onProgress)
        .onMessage(State.class, this::onState)
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .build();
  }

  private Behavior<Command> onStage(Stage told) {
    stages.put(told.status().stage(), told.status());
    return this;
  }

  private Behavior<Command> onProgress(Progress told) {
    status = status.with(told.change().apply(status.progress()));
    return this;
  }

  private Behavior<Command> onState(State told) {
    status = status.with(told.state());
    return this;
  }

  private Behavior<Command> onTaskEnded(TaskEnded told) {
    stages.values().removeIf(stage -> stage.state().equals("stopped"));
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    question.replyTo().tell(status.with(List.copyOf(stages.values()), seconds));
    return this;
  }
}
