package io.reflux.task;

import akka.actor.typed.ActorRef;

/**
 * Whom a task's scheduler tells.
 *
 * @param telemetry hears how the task goes
 * @param replyTo hears how it ended
 */
public record TaskReporting(RunTelemetry telemetry, ActorRef<TaskOutcome> replyTo) {}
