package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessorAllowanceTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;

  @Test
  void whatIsSavedMayBeTakenAtOnceAndAShareAfterThat() {
    ProcessorAllowance allowance = allowance();
    assertThat(allowance.took(2 * SECOND, 0)).isZero();
    assertThat(allowance.took(MILLISECOND, 0)).isEqualTo(100 * MILLISECOND);
    assertThat(allowance.took(MILLISECOND, 200 * MILLISECOND)).isZero();
  }

  @Test
  void noMoreIsSavedThanMayBeTakenAtOnce() {
    ProcessorAllowance allowance = allowance();
    assertThat(allowance.took(0, 1000 * SECOND)).isZero();
    assertThat(allowance.took(3 * SECOND, 1000 * SECOND)).isEqualTo(100 * SECOND);
  }

  /** However much there is to do. */
  @Test
  void inTheLongRunItIsTheShare() {
    ProcessorAllowance allowance = allowance();
    long now = 0;
    long taken = 0;
    while (now < 10_000 * SECOND) {
      long piece = 3 * MILLISECOND;
      taken += piece;
      now += piece;
      now += allowance.took(piece, now);
    }
    assertThat(taken).isBetween(101 * SECOND, 103 * SECOND);
  }

  private static ProcessorAllowance allowance() {
    return new ProcessorAllowance(0.01, Duration.ofSeconds(2), 0);
  }
}
