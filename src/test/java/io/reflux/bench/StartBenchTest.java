package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartBenchTest {

  @Test
  void asManyExamplesAsImageNetAreSmall() throws IOException {
    StartBench.Start start = StartBench.measure(1_281_167);
    assertThat(start.heapBytes()).isBetween(20_000_000L, 200_000_000L);
    assertThat(start.processorSeconds())
        .isGreaterThan(0.01); // how many is for a quiet machine to say
    assertThat(start.seconds()).isPositive();
  }
}
