package io.reflux.stage;

import java.time.Duration;
import java.util.Optional;

/** How a lane has done so far: whether it can be asked, and how soon it would be done. */
final class LaneRecord {
  /** How many questions a lane has at once, so that it need not wait between two. */
  private static final int MOST_AT_ONCE = 2;

  /** A lane that takes so many times as long as the quickest has one question at a time. */
  private static final int SLOW = 2;

  /** The share of the latest answer in the mean time. */
  private static final double LATEST = 0.2;

  private boolean gone;
  private boolean aside;
  private boolean resting;
  private long restsUntilNanos;
  private int open;
  private int failuresInARow;
  private long begunNanos;
  private long meanNanos;
  private long longestNanos;
  private boolean hanging;

  /** True if it is asked: it is not gone, not put aside, and doesn't hang. It may rest now. */
  boolean serves() {
    return !gone && !aside && !hanging;
  }

  /** True if it can be asked one more question, where the quickest lane takes so long for one. */
  boolean takes(long nowNanos, long quickestNanos) {
    if (!serves() || rest(nowNanos).isPresent()) {
      return false;
    }
    int most = meanNanos > SLOW * quickestNanos ? 1 : MOST_AT_ONCE;
    return open < most;
  }

  /** The mean time of one of its answers; the largest there is if it has given none. */
  long quickness() {
    return serves() && meanNanos > 0 ? meanNanos : Long.MAX_VALUE / SLOW;
  }

  /** True if it would be done with one more question before another lane. */
  boolean before(LaneRecord other) {
    boolean known = meanNanos > 0 && other.meanNanos > 0;
    return known ? (open + 1) * meanNanos < (other.open + 1) * other.meanNanos : open < other.open;
  }

  /**
   * How long it may be at its question still before it is said to hang, by its own longest answer;
   * not more than 0 if it is at it for too long. Empty if it is at none, or isn't asked anyway.
   */
  Optional<Duration> left(long nowNanos, Watchdog watchdog) {
    return serves() && open > 0
        ? Optional.of(Duration.ofNanos(begunNanos + watchdog.budgetNanos(longestNanos) - nowNanos))
        : Optional.empty();
  }

  /** How long it rests still; empty if it doesn't, or is not asked anyway. */
  Optional<Duration> rest(long nowNanos) {
    return serves() && resting && restsUntilNanos - nowNanos > 0
        ? Optional.of(Duration.ofNanos(restsUntilNanos - nowNanos))
        : Optional.empty();
  }

  int failuresInARow() {
    return failuresInARow;
  }

  /** It is asked a question. */
  void asked(long nowNanos) {
    if (open++ == 0) {
      begunNanos = nowNanos;
    }
  }

  /** It answers the question that it has been at. */
  void answered(long nowNanos) {
    long took = Math.max(1, nowNanos - begunNanos);
    longestNanos = Math.max(longestNanos, took);
    meanNanos = meanNanos == 0 ? took : Math.round(meanNanos + LATEST * (took - meanNanos));
    failuresInARow = 0;
    done(nowNanos);
  }

  /** It fails the question that it has been at. */
  void failed(long nowNanos) {
    failuresInARow++;
    done(nowNanos);
  }

  /** It begins afresh. */
  void rests(long nowNanos, long untilNanos) {
    resting = true;
    restsUntilNanos = untilNanos;
    done(nowNanos);
  }

  /** It is at its question for too long, and asked no other until it says something. */
  void hangs() {
    hanging = true;
  }

  /** It says something of a question that another one has been asked. */
  void saysLate(long nowNanos) {
    hanging = false;
    done(nowNanos);
  }

  void putAside() {
    aside = true;
  }

  /** It is asked again, as if it had not failed. */
  void takeBack() {
    aside = false;
    hanging = false;
    failuresInARow = 0;
  }

  /** It is no more. */
  void gone() {
    gone = true;
    open = 0;
  }

  private void done(long nowNanos) {
    open--;
    begunNanos = nowNanos;
  }
}
