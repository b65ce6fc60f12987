package io.reflux.stage;

import java.time.Duration;

/**
 * How a pool's lanes are asked.
 *
 * @param chunk the most images of a question; the same for every lane, and no number depends on how
 *     many there are
 * @param retries how often a question is asked again after a lane has failed it
 * @param laneFailures after how many failures in a row a lane is put aside; 0 for never
 * @param timeout how long an answer may take
 */
public record LaneAsking(int chunk, int retries, int laneFailures, Duration timeout) {}
