package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageFailedException;
import io.reflux.stage.StageSpawn;
import io.reflux.stage.StatusBoard;

/**
 * Spawns a task's stages below its scheduler, and lets the scheduler watch each: a stage that ends
 * before the task does, for whatever reason, is a {@link StageFailedException} at once.
 */
final class StageSpawner {
  private static final Props COMPUTING = DispatcherSelector.fromConfig("reflux.native-dispatcher");
  private static final Props WRITING = DispatcherSelector.fromConfig("reflux.file-dispatcher");

  private final ActorContext<?> context;
  private final ActorRef<StatusBoard.Command> board;

  /**
   * Spawns below an actor.
   *
   * @param context the scheduler's
   * @param board collects what the stages tell
   */
  StageSpawner(ActorContext<?> context, ActorRef<StatusBoard.Command> board) {
    this.context = context;
    this.board = board;
  }

  /** Collects what the stages tell. */
  ActorRef<StatusBoard.Command> board() {
    return board;
  }

  /** Asks stages. */
  StageAsk ask() {
    return StageAsk.of(context.getSystem(), board);
  }

  /** A stage that never waits and computes little. */
  <M> ActorRef<M> shared(String name, Behavior<M> stage) {
    return watched(name, stage, Props.empty());
  }

  /** A stage that computes natively, on a thread of its own. */
  <M> ActorRef<M> computing(String name, Behavior<M> stage) {
    return watched(name, stage, COMPUTING);
  }

  /** The same below another stage, which watches it. */
  <M> StageSpawn<M> computingBelow(String name, Behavior<M> stage) {
    return parent -> parent.spawn(ErrorGuard.around(stage), name, COMPUTING);
  }

  /** A stage that reads and writes files, on a thread of its own, below another one. */
  <M> StageSpawn<M> writingBelow(String name, Behavior<M> stage) {
    return parent -> parent.spawn(ErrorGuard.around(stage), name, WRITING);
  }

  private <M> ActorRef<M> watched(String name, Behavior<M> stage, Props props) {
    ActorRef<M> actor = context.spawn(ErrorGuard.around(stage), name, props);
    context.watch(actor);
    return actor;
  }
}
