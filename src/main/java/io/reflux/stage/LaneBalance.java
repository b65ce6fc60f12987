package io.reflux.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which of several lanes is asked next, the one with the least to do that can answer, and what each
 * was asked. For one thread.
 *
 * @param <Q> a question
 */
final class LaneBalance<Q> {
  private final long[] restsUntil;
  private final boolean[] gone;
  private final int[] load;
  private final Map<Long, Asked<Q>> asked = new LinkedHashMap<>();
  private long numbers;

  /** A question that a lane is at. */
  record Asked<Q>(Q question, int lane) {}

  /** So many lanes, with nothing to do, at an instant. */
  LaneBalance(int lanes, long nowNanos) {
    load = new int[lanes];
    gone = new boolean[lanes];
    restsUntil = new long[lanes];
    Arrays.fill(restsUntil, nowNanos);
  }

  /** The lane to ask; empty if all rest or are gone. */
  OptionalInt next(long nowNanos) {
    int least = -1;
    for (int lane = 0; lane < load.length; lane++) {
      if (!gone[lane]
          && restsUntil[lane] - nowNanos <= 0
          && (least < 0 || load[lane] < load[least])) {
        least = lane;
      }
    }
    return least < 0 ? OptionalInt.empty() : OptionalInt.of(least);
  }

  /** How long it takes until a lane works that rests now; zero if one works. */
  Duration rest(long nowNanos) {
    long shortest = Long.MAX_VALUE;
    for (int lane = 0; lane < load.length; lane++) {
      if (!gone[lane]) {
        shortest = Math.min(shortest, restsUntil[lane] - nowNanos);
      }
    }
    return Duration.ofNanos(Math.max(0, shortest));
  }

  /**
   * A lane is asked something.
   *
   * @return the number by which it is answered
   */
  long asked(int lane, Q question) {
    load[lane]++;
    asked.put(numbers, new Asked<>(question, lane));
    return numbers++;
  }

  /** What was asked by a number, which is answered now; null if its lane is gone. */
  @Nullable Asked<Q> answered(long number) {
    Asked<Q> was = asked.remove(number);
    if (was != null) {
      load[was.lane()]--;
    }
    return was;
  }

  /** A lane answers nothing until an instant. */
  void rests(int lane, long untilNanos) {
    restsUntil[lane] = untilNanos;
  }

  /** A lane is no more. Answers what it was asked. */
  List<Q> gone(int lane) {
    gone[lane] = true;
    load[lane] = 0;
    List<Q> open = new ArrayList<>();
    asked.values().stream()
        .filter(each -> each.lane() == lane)
        .forEach(e -> open.add(e.question()));
    asked.values().removeIf(each -> each.lane() == lane);
    return open;
  }

  /** True if no lane is left. */
  boolean allGone() {
    for (boolean each : gone) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /** The question that a lane has been at for the longest time. */
  Optional<Asked<Q>> oldest() {
    return asked.values().stream().findFirst();
  }

  /** How many questions lanes are at. */
  int open() {
    return asked.size();
  }
}
