package io.reflux.rundir;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the clock on the wall said of a run over all its attempts: its timeline begins anew with
 * each, so a time that falls is the first of the next one. To be told all times in their order.
 */
public final class AttemptClock {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptClock.class);

  private double before;
  private double latest;

  /**
   * The next time.
   *
   * @param seconds since the run began, or was resumed
   * @return whether another attempt has begun by it
   */
  public boolean tell(double seconds) {
    boolean anew = seconds < latest;
    if (anew) {
      before += latest;
    }
    latest = seconds;
    return anew;
  }

  /** Seconds of all attempts up to the latest time. */
  public double seconds() {
    return before + latest;
  }

  /**
   * What the attempts of a run took until now, as far as its timeline tells: of each, an interval
   * at the end may be missing.
   */
  public static double secondsOf(RunDirectory run) {
    AttemptClock clock = new AttemptClock();
    try {
      run.timeline(row -> clock.tell(row.seconds()));
    } catch (IOException e) {
      LOG.warn("{} can't be read; earlier attempts don't count as time", run.timeline(), e);
    }
    return clock.seconds();
  }
}
