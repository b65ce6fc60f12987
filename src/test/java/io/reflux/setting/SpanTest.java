package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void epochsBecomeStepsByTheirLength() {
    assertThat(Span.epochs(3).inSteps(107)).isEqualTo(321);
    assertThat(Span.steps(3).inSteps(107)).isEqualTo(3);
  }

  @Test
  void printsAsItIsWritten() {
    assertThat(Span.epochs(1)).hasToString("1 epoch");
    assertThat(Span.steps(2)).hasToString("2 steps");
  }
}
