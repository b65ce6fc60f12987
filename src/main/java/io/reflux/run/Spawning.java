package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;

/**
 * How a task's scheduler is spawned.
 *
 * @param context the supervisor's
 * @param board collects what stages tell
 * @param replyTo told how the task ended
 */
record Spawning(
    ActorContext<?> context,
    ActorRef<StatusBoard.Command> board,
    ActorRef<TaskOutcome> replyTo) {}
