package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class LaneBalanceTest {
  private static final LaneBalance.Limits LIMITS = new LaneBalance.Limits(5, 2);

  private final LaneBalance<String> balance = new LaneBalance<>(2, LIMITS);

  @Test
  void questionsGoToTheLaneWithTheLeastToDoAndWaitInOneLine() {
    add("a", "b", "c", "d", "e");
    assertThat(List.of(ask(0), ask(0), ask(0), ask(0))).containsExactly("a0", "b1", "c0", "d1");
    assertThat(balance.next(0)).isEmpty();
    assertThat(balance.open()).isEqualTo(5);
    assertThat(balance.oldest().orElseThrow().question()).isEqualTo("a");
    assertThat(balance.answered(1, 10)).hasValue("b");
    assertThat(ask(10)).isEqualTo("e1");
  }

  @Test
  void aLaneThatComesIsAskedAndWhatOneHadThatGoesIsAskedOfIt() {
    LaneBalance<String> none = new LaneBalance<>(0, LIMITS);
    none.add("a");
    assertThat(none.next(0)).isEmpty();
    assertThat(none.allGone()).isTrue();
    none.come();
    assertThat(none.next(0).orElseThrow().lane()).isZero();
    none.come();
    none.gone(0);
    LaneBalance.Asked<String> again = none.next(1).orElseThrow();
    assertThat(again.question() + again.lane()).isEqualTo("a1");
    assertThat(none.answered(0, 2)).isEmpty();
    assertThat(none.answered(again.number(), 3)).hasValue("a");
  }

  @Test
  void aSlowLaneGetsLess() {
    assertThat(simulate(60, 10, 10)).containsExactly(30, 30);
    assertThat(simulate(66, 10, 100)).containsExactly(60, 6);
  }

  @Test
  void aLaneThatRestsIsNotAsked() {
    add("a", "b");
    ask(0);
    ask(0);
    balance.rests(0, 0, 50);
    balance.rests(1, 0, 70);
    assertThat(balance.next(49)).isEmpty();
    assertThat(balance.rest(40)).hasValue(Duration.ofNanos(10));
    assertThat(ask(50)).isEqualTo("a0");
    assertThat(ask(60)).isEqualTo("b0");
    assertThat(balance.rest(60)).isEmpty();
  }

  @Test
  void whatALaneHasFailedAnotherIsAskedAndItAgainWhenAllHave() {
    add("a");
    assertThat(ask(0)).isEqualTo("a0");
    assertThat(failed(0).givenUp()).isFalse();
    assertThat(ask(1)).isEqualTo("a1");
    failed(1);
    assertThat(ask(2)).isEqualTo("a0");
  }

  @Test
  void itWaitsForTheOtherLaneEvenIfTheFirstIsFree() {
    add("a", "b", "c", "d", "e");
    ask(0);
    ask(0);
    ask(0);
    ask(0);
    failed(0);
    assertThat(ask(1)).isEqualTo("e0");
    assertThat(balance.answered(1, 2)).hasValue("b");
    assertThat(ask(2)).isEqualTo("a1");
  }

  @Test
  void afterSoManyRetriesAQuestionIsGivenUp() {
    LaneBalance<String> strict = new LaneBalance<>(2, new LaneBalance.Limits(1, 0));
    strict.add("a");
    assertThat(strict.failed(strict.next(0).orElseThrow().number(), 0).orElseThrow().givenUp())
        .isFalse();
    assertThat(strict.failed(strict.next(0).orElseThrow().number(), 0).orElseThrow().givenUp())
        .isTrue();
    assertThat(strict.open()).isZero();
  }

  @Test
  void aLaneThatFailsTooOftenInARowIsPutAsideUnlessItIsTheLast() {
    add("a", "b", "c", "d");
    assertThat(List.of(ask(0), ask(0), ask(0), ask(0))).containsExactly("a0", "b1", "c0", "d1");
    assertThat(failed(0).putAside()).isFalse();
    assertThat(failed(2).putAside()).isTrue();
    assertThat(balance.next(0)).isEmpty();
    assertThat(failed(1).putAside()).isFalse();
    assertThat(failed(3).putAside()).isFalse();
    assertThat(List.of(ask(0), ask(0))).containsExactly("a1", "b1");
  }

  @Test
  void anAnswerBetweenTwoFailuresForgivesTheFirst() {
    add("a", "b", "c", "d", "e");
    ask(0);
    ask(0);
    ask(0);
    ask(0);
    failed(0);
    assertThat(balance.answered(2, 1)).hasValue("c");
    assertThat(ask(1)).isEqualTo("e0");
    assertThat(failed(4).putAside()).isFalse();
  }

  @Test
  void whatALaneWasAskedThatIsGoneWaitsAgainInItsPlace() {
    add("a", "b", "c", "d", "e");
    ask(0);
    ask(0);
    ask(0);
    ask(0);
    balance.gone(0);
    assertThat(balance.answered(0, 1)).isEmpty();
    assertThat(balance.failed(2, 1)).isEmpty();
    assertThat(balance.allGone()).isFalse();
    balance.answered(1, 1);
    balance.answered(3, 1);
    assertThat(List.of(ask(1), ask(1))).containsExactly("a1", "c1");
    balance.gone(1);
    assertThat(balance.allGone()).isTrue();
    assertThat(balance.next(2)).isEmpty();
  }

  /** Its longest answer took 10; more than 30, and twice that, is too long. */
  @Test
  void whatALaneIsAtForTooLongAnotherIsAskedAndItIsAskedAgainWhenItSaysSomething() {
    Watchdog watchdog = new Watchdog(nanos(1), nanos(1000), nanos(30), 2);
    add("a", "b", "c");
    assertThat(List.of(ask(0), ask(0))).containsExactly("a0", "b1");
    assertThat(balance.look(0, watchdog)).hasValue(nanos(1000));
    balance.answered(0, 10);
    balance.answered(1, 20);
    assertThat(ask(20)).isEqualTo("c0");
    assertThat(balance.look(20, watchdog)).hasValue(nanos(30));
    assertThat(balance.hanging(49, watchdog)).isEmpty();
    LaneBalance.Asked<String> hanging = new LaneBalance.Asked<>("c", 0, 2);
    assertThat(balance.hanging(50, watchdog)).containsExactly(hanging);
    assertThat(ask(50)).isEqualTo("c1");
    assertThat(balance.look(50, watchdog)).as("no other is left").isEmpty();
    assertThat(balance.hanging(5000, watchdog)).isEmpty();
    assertThat(balance.answered(3, 60)).hasValue("c");
    add("d");
    assertThat(ask(60)).isEqualTo("d1");
    assertThat(balance.answered(2, 70)).as("it is known already").isEmpty();
    add("e");
    assertThat(ask(70)).isEqualTo("e0");
  }

  @Test
  void whenTheOtherIsGoneTheOneThatHangsIsAskedAgain() {
    Watchdog watchdog = new Watchdog(nanos(1), nanos(5), nanos(5), 2);
    add("a");
    assertThat(ask(0)).isEqualTo("a0");
    balance.hanging(6, watchdog);
    assertThat(ask(6)).isEqualTo("a1");
    balance.gone(1);
    assertThat(ask(7)).isEqualTo("a0");
    assertThat(balance.answered(0, 8)).isEmpty();
    assertThat(balance.answered(2, 9)).hasValue("a");
    assertThat(balance.open()).isZero();
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }

  @Test
  void withoutAnyOtherThoseReturnThatWerePutAside() {
    add("a", "b", "c");
    ask(0);
    ask(0);
    ask(0);
    failed(0);
    assertThat(failed(2).putAside()).isTrue();
    balance.gone(1);
    assertThat(balance.allGone()).isFalse();
    assertThat(List.of(ask(1), ask(1))).containsExactly("a0", "b0");
  }

  @Test
  void whatIsNeededNoMoreLeavesTheLine() {
    add("a", "b", "c", "d", "e");
    ask(0);
    balance.drop("b"::equals);
    assertThat(ask(0)).isEqualTo("c1");
  }

  private void add(String... questions) {
    for (String each : questions) {
      balance.add(each);
    }
  }

  /** The next question, and the lane that is asked. */
  private String ask(long now) {
    LaneBalance.Asked<String> asked = balance.next(now).orElseThrow();
    return asked.question() + asked.lane();
  }

  private LaneBalance.Failed<String> failed(long number) {
    return balance.failed(number, 0).orElseThrow();
  }

  /** How many of so many questions each of two lanes answers, which take so long for one. */
  private static List<Integer> simulate(int questions, long... nanos) {
    LaneBalance<Integer> lanes = new LaneBalance<>(nanos.length, LIMITS);
    for (int i = 0; i < questions; i++) {
      lanes.add(i);
    }
    Map<Integer, Integer> answered = new HashMap<>();
    Map<Long, Integer> laneOf = new HashMap<>();
    PriorityQueue<long[]> ends =
        new PriorityQueue<>(
            (a, b) -> a[0] == b[0] ? Long.compare(a[1], b[1]) : Long.compare(a[0], b[0]));
    long[] free = new long[nanos.length];
    long now = 0;
    do {
      for (Optional<LaneBalance.Asked<Integer>> next = lanes.next(now);
          next.isPresent();
          next = lanes.next(now)) {
        int lane = next.get().lane();
        free[lane] = Math.max(now, free[lane]) + nanos[lane];
        laneOf.put(next.get().number(), lane);
        ends.add(new long[] {free[lane], next.get().number()});
      }
      long[] end = java.util.Objects.requireNonNull(ends.poll());
      now = end[0];
      lanes.answered(end[1], now);
      answered.merge(java.util.Objects.requireNonNull(laneOf.get(end[1])), 1, Integer::sum);
    } while (lanes.open() > 0);
    List<Integer> counts = new ArrayList<>();
    for (int lane = 0; lane < nanos.length; lane++) {
      counts.add(answered.getOrDefault(lane, 0));
    }
    return counts;
  }
}
