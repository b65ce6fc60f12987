package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Collects what the stages tell and answers at once, whatever the stages are busy with. A stage
 * tells after every piece of work; the scheduler tells how the task goes.
 */
final class StatusBoard extends AbstractBehavior<StatusBoard.Command> {

  /** What the board is told. */
  sealed interface Command {}

  /** A stage's words about itself; replaces what it said before. */
  record Stage(StageStatus status) implements Command {}

  /** How the task goes; stages and clock are filled in by the board. */
  record Progress(UnaryOperator<RunStatus> change) implements Command {}

  /** Forget the stages: the task has ended. */
  record TaskEnded() implements Command {}

  /** Tell how the run goes. */
  record GetStatus(ActorRef<RunStatus> replyTo) implements Command {}

  static Behavior<Command> create(String pipeline, RunDirectory directory) {
    return Behaviors.setup(context -> new StatusBoard(context, pipeline, directory));
  }

  private final long startedNanos = System.nanoTime();
  private final Map<String, StageStatus> stages = new LinkedHashMap<>();
  private RunStatus progress;

  private StatusBoard(ActorContext<Command> context, String pipeline, RunDirectory directory) {
    super(context);
    progress = RunStatus.starting(pipeline, directory.root().toString());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Stage.class, this::onStage)
        .onMessage(Progress.class, this::onProgress)
        .onMessage(TaskEnded.class, this::onTaskEnded)
        .onMessage(GetStatus.class, this::onGetStatus)
        .build();
  }

  private Behavior<Command> onStage(Stage told) {
    stages.put(told.status().stage(), told.status());
    return this;
  }

  private Behavior<Command> onProgress(Progress told) {
    progress = told.change().apply(progress);
    return this;
  }

  private Behavior<Command> onTaskEnded(TaskEnded told) {
    stages.values().removeIf(stage -> stage.state().equals("stopped"));
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus question) {
    int live = stages.values().stream().mapToInt(StageStatus::liveTensors).sum();
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    question.replyTo().tell(progress.withStages(new ArrayList<>(stages.values()), live, seconds));
    return this;
  }
}
