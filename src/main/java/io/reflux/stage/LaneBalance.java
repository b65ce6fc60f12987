package io.reflux.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which question waits for a lane, which of several lanes is asked it, and what each was asked.
 *
 * <p>Questions wait in one line. A lane is given the next one when it has nothing to do, and one
 * more beforehand unless it is a slow one; of several that could take it, the one that would be
 * done first. So a slow lane gets less work. One that has failed a question isn't asked it again
 * while another can be; one that fails too often in a row is put aside, unless it is the last. What
 * one is at for far longer than for any before is asked of another, if there is one: whichever says
 * something first. For one thread.
 *
 * @param <Q> a question
 */
final class LaneBalance<Q> {
  private final Limits limits;
  private final List<LaneRecord> lanes = new ArrayList<>();
  private final TreeMap<Long, Waiting<Q>> line = new TreeMap<>();
  private final Map<Long, Given<Q>> given = new LinkedHashMap<>();
  private final Map<Long, Integer> late = new LinkedHashMap<>();
  private long places;
  private long numbers;

  /**
   * What is borne of lanes that fail.
   *
   * @param retries how often a question is asked again
   * @param laneFailures after how many failures in a row a lane is put aside; 0 for never
   */
  record Limits(int retries, int laneFailures) {}

  /** A question that a lane is asked, and the number by which it is answered. */
  record Asked<Q>(Q question, int lane, long number) {}

  /**
   * What becomes of a failure.
   *
   * @param givenUp whether the question isn't asked again
   * @param putAside whether the lane isn't asked anything again
   */
  record Failed<Q>(Q question, int lane, boolean givenUp, boolean putAside) {}

  /** A question in the line, and which lanes have failed it. */
  private record Waiting<Q>(long place, Q question, int failures, BitSet failedBy) {

    Waiting<Q> failedBy(int lane) {
      BitSet more = (BitSet) failedBy.clone();
      more.set(lane);
      return new Waiting<>(place, question, failures + 1, more);
    }
  }

  /** A question that a lane is at. */
  private record Given<Q>(Waiting<Q> waiting, int lane) {

    Q question() {
      return waiting.question();
    }
  }

  /** One more lane, with nothing to do; its number is that of those before it. */
  void come() {
    lanes.add(new LaneRecord());
  }

  /** So many lanes, with nothing to do. */
  LaneBalance(int lanes, Limits limits) {
    this.limits = limits;
    for (int lane = 0; lane < lanes; lane++) {
      this.lanes.add(new LaneRecord());
    }
  }

  /** A question waits at the end of the line. */
  void add(Q question) {
    Waiting<Q> last = new Waiting<>(places++, question, 0, new BitSet());
    line.put(last.place(), last);
  }

  /** The next question that a lane can be asked now, which is hereby asked; empty if none can. */
  Optional<Asked<Q>> next(long nowNanos) {
    long quickest = lanes.stream().mapToLong(LaneRecord::quickness).min().orElse(0);
    List<LaneRecord> free = lanes.stream().filter(each -> each.takes(nowNanos, quickest)).toList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    for (Waiting<Q> waiting : line.values()) {
      int lane = choose(waiting, free);
      if (lane >= 0) {
        line.remove(waiting.place());
        lanes.get(lane).asked(nowNanos);
        given.put(numbers, new Given<>(waiting, lane));
        return Optional.of(new Asked<>(waiting.question(), lane, numbers++));
      }
    }
    return Optional.empty();
  }

  /** The free lane that would be done first, of those that may be asked; -1 if there is none. */
  private int choose(Waiting<Q> waiting, List<LaneRecord> free) {
    boolean anybody = true;
    for (int lane = 0; lane < lanes.size(); lane++) {
      anybody &= waiting.failedBy().get(lane) || !lanes.get(lane).serves();
    }
    int best = -1;
    for (int lane = 0; lane < lanes.size(); lane++) {
      LaneRecord record = lanes.get(lane);
      boolean may = anybody || !waiting.failedBy().get(lane);
      if (may && free.contains(record) && (best < 0 || record.before(lanes.get(best)))) {
        best = lane;
      }
    }
    return best;
  }

  /**
   * How long it takes until a lane works that rests now; empty if no question waits, or none rests.
   */
  Optional<Duration> rest(long nowNanos) {
    return line.isEmpty()
        ? Optional.empty()
        : lanes.stream().flatMap(each -> each.rest(nowNanos).stream()).min(Duration::compareTo);
  }

  /**
   * The questions that lanes are at for too long, where another can be asked: they wait again.
   *
   * @return each with the lane that hangs
   */
  List<Asked<Q>> hanging(long nowNanos, Watchdog watchdog) {
    List<Asked<Q>> found = new ArrayList<>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      LaneRecord record = lanes.get(lane);
      boolean over =
          record
              .left(nowNanos, watchdog)
              .filter(left -> left.compareTo(Duration.ZERO) <= 0)
              .isPresent();
      if (over && others()) {
        record.hangs();
        found.addAll(takenFrom(lane));
      }
    }
    found.forEach(each -> late.put(each.number(), each.lane()));
    return found;
  }

  /** When to look for lanes that hang; empty if no other could be asked. */
  Optional<Duration> look(long nowNanos, Watchdog watchdog) {
    return others()
        ? lanes.stream()
            .flatMap(each -> each.left(nowNanos, watchdog).stream())
            .min(Duration::compareTo)
        : Optional.empty();
  }

  private boolean others() {
    return lanes.stream().filter(LaneRecord::serves).count() > 1;
  }

  /** What a lane was asked waits again. */
  private List<Asked<Q>> takenFrom(int lane) {
    List<Asked<Q>> taken = new ArrayList<>();
    given.forEach(
        (number, each) -> {
          if (each.lane() == lane) {
            again(each.waiting());
            taken.add(new Asked<>(each.question(), lane, number));
          }
        });
    taken.forEach(each -> given.remove(each.number()));
    return taken;
  }

  /** Whether what a number was asked by has been asked of another, and this is too late. */
  private boolean isLate(long number, long nowNanos) {
    Integer lane = late.remove(number);
    if (lane != null) {
      lanes.get(lane).saysLate(nowNanos);
    }
    return lane != null;
  }

  /** What was asked by a number, which is answered now; empty if its lane is gone, or late. */
  Optional<Q> answered(long number, long nowNanos) {
    Given<Q> was = given.remove(number);
    if (isLate(number, nowNanos) || was == null) {
      return Optional.empty();
    }
    lanes.get(was.lane()).answered(nowNanos);
    return Optional.of(was.question());
  }

  /** What was asked by a number, which its lane has failed; empty if the lane is gone. */
  Optional<Failed<Q>> failed(long number, long nowNanos) {
    Given<Q> was = given.remove(number);
    if (isLate(number, nowNanos) || was == null) {
      return Optional.empty();
    }
    LaneRecord lane = lanes.get(was.lane());
    lane.failed(nowNanos);
    boolean aside =
        limits.laneFailures() > 0
            && lane.serves()
            && lane.failuresInARow() >= limits.laneFailures()
            && lanes.stream().filter(LaneRecord::serves).count() > 1;
    if (aside) {
      lane.putAside();
    }
    boolean over = was.waiting().failures() >= limits.retries();
    if (!over) {
      again(was.waiting().failedBy(was.lane()));
    }
    return Optional.of(new Failed<>(was.question(), was.lane(), over, aside));
  }

  /** A lane begins afresh and answers nothing until an instant; what it was asked waits again. */
  void rests(long number, long nowNanos, long untilNanos) {
    Given<Q> was = given.remove(number);
    if (!isLate(number, nowNanos) && was != null) {
      lanes.get(was.lane()).rests(nowNanos, untilNanos);
      again(was.waiting());
    }
  }

  /** A lane is no more: what it was asked waits again. With no other, those put aside return. */
  void gone(int lane) {
    lanes.get(lane).gone();
    takenFrom(lane);
    late.values().removeIf(each -> each == lane);
    if (lanes.stream().noneMatch(LaneRecord::serves)) {
      lanes.forEach(LaneRecord::takeBack);
    }
  }

  /** Questions that need no answer any more leave the line. */
  void drop(Predicate<Q> needless) {
    line.values().removeIf(each -> needless.test(each.question()));
  }

  /** True if no lane is left. */
  boolean allGone() {
    return lanes.stream().noneMatch(LaneRecord::serves);
  }

  /** The question that a lane has been at for the longest time. */
  Optional<Asked<Q>> oldest() {
    return given.entrySet().stream()
        .findFirst()
        .map(at -> new Asked<>(at.getValue().question(), at.getValue().lane(), at.getKey()));
  }

  /** How many questions lanes are at, or wait for one. */
  int open() {
    return given.size() + line.size();
  }

  private void again(Waiting<Q> waiting) {
    line.put(waiting.place(), waiting);
  }
}
