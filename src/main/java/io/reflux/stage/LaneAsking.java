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
 * @param gathering how long images wait for a chunk to become whole
 * @param watchdog after which time at one question another lane is asked it too
 */
public record LaneAsking(
    int chunk,
    int retries,
    int laneFailures,
    Duration timeout,
    Gathering gathering,
    Watchdog watchdog) {

  /**
   * How long images wait for those of later batches, so that a lane computes whole chunks.
   *
   * @param depth so many batches are at the pool at once: when the last of them has come, none is
   *     waited for; with 1, none is ever
   * @param patience nor is one waited for longer than that
   */
  public record Gathering(int depth, Duration patience) {
    /** Images wait for none. */
    public static final Gathering NONE = new Gathering(1, Duration.ZERO);
  }
}
