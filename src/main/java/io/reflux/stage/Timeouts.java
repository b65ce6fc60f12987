package io.reflux.stage;

import java.time.Duration;

/**
 * How long a machine's stages may take, and how often what fails is tried again.
 *
 * @param answer how long a stage's answer may take
 * @param evaluation how long a whole evaluation
 * @param loadRetries how often a batch is loaded again after an error
 * @param laneFailures after how many failures in a row a lane is put aside; 0 for never
 * @param gathering how long images wait for a lane's chunk to become whole
 * @param restarts how often a stage begins afresh, and after which delays
 * @param watchdog after which time at one piece of work a stage is said to hang
 */
public record Timeouts(
    Duration answer,
    Duration evaluation,
    int loadRetries,
    int laneFailures,
    Duration gathering,
    Restarts restarts,
    Watchdog watchdog) {}
