package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LaneBalanceTest {
  private final LaneBalance<String> balance = new LaneBalance<>(2, 100);

  @Test
  void theLaneWithTheLeastToDoIsNext() {
    long first = ask("a", 0);
    ask("b", 1);
    ask("c", 0);
    assertThat(balance.next(100)).hasValue(1);
    assertThat(Objects.requireNonNull(balance.answered(first)).question()).isEqualTo("a");
    assertThat(balance.next(100)).hasValue(0);
    assertThat(balance.open()).isEqualTo(2);
    assertThat(balance.oldest().orElseThrow().question()).isEqualTo("b");
  }

  @Test
  void aLaneThatRestsIsNotNext() {
    balance.rests(0, 150);
    assertThat(balance.next(149)).hasValue(1);
    balance.rests(1, 170);
    assertThat(balance.next(149)).isEmpty();
    assertThat(balance.rest(140)).isEqualTo(Duration.ofNanos(10));
    assertThat(balance.next(150)).hasValue(0);
    assertThat(balance.rest(160)).isZero();
  }

  @Test
  void whatALaneWasAskedIsKnownWhenItIsGone() {
    long first = ask("a", 0);
    ask("b", 1);
    ask("c", 0);
    assertThat(balance.gone(0)).containsExactly("a", "c");
    assertThat(balance.answered(first)).isNull();
    assertThat(balance.next(100)).hasValue(1);
    assertThat(balance.allGone()).isFalse();
    assertThat(balance.gone(1)).containsExactly("b");
    assertThat(balance.allGone()).isTrue();
    assertThat(balance.next(100)).isEmpty();
  }

  private long ask(String question, int lane) {
    return balance.asked(lane, question);
  }
}
