package io.reflux.run;

import java.time.Duration;

/**
 * How long a stage's answer may take, how long a whole evaluation, and how often a batch is loaded
 * again after an error.
 */
record Patience(Duration answer, Duration evaluation, int loadRetries) {}
