package io.reflux.task;

import akka.actor.typed.javadsl.ActorContext;

/**
 * How a task's scheduler is spawned.
 *
 * @param context the supervisor's
 * @param reporting whom the scheduler tells
 */
public record Spawning(ActorContext<?> context, TaskReporting reporting) {}
