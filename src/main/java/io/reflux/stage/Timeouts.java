package io.reflux.stage;

import java.time.Duration;

/**
 * How long a stage's answer may take, how long a whole evaluation, and how often a batch is loaded
 * again after an error.
 */
public record Timeouts(Duration answer, Duration evaluation, int loadRetries) {}
