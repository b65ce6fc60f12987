package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.stage.StatusBoard;

/**
 * How a task's scheduler is spawned.
 *
 * @param context the supervisor's
 * @param board collects what stages tell
 * @param replyTo told how the task ended
 */
public record Spawning(
    ActorContext<?> context, ActorRef<StatusBoard.Command> board, ActorRef<TaskOutcome> replyTo) {}
