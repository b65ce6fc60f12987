package io.reflux.task;

import java.util.function.Consumer;

/**
 * Whom a task's scheduler tells.
 *
 * @param telemetry hears how the task goes
 * @param replyTo hears how it ended, on any thread
 */
public record TaskReporting(RunTelemetry telemetry, Consumer<TaskOutcome> replyTo) {}
