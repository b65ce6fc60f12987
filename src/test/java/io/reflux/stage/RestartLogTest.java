package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartLogTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RestartLog log =
      new RestartLog(
          new Restarts(4, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(3500)));

  @Test
  void delaysDoubleUpToTheLongestAndThenItIsEnough() {
    assertThat(log.failed(0)).contains(Duration.ofSeconds(1));
    assertThat(log.failed(2 * SECOND)).contains(Duration.ofSeconds(2));
    assertThat(log.failed(5 * SECOND)).contains(Duration.ofMillis(3500));
    assertThat(log.failed(9 * SECOND)).contains(Duration.ofMillis(3500));
    assertThat(log.failed(60 * SECOND)).isEmpty();
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    for (int i = 0; i < 4; i++) {
      log.failed(i * SECOND);
    }
    assertThat(log.failed(62 * SECOND)).contains(Duration.ofSeconds(3).plusMillis(500));
    assertThat(log.failed(62 * SECOND)).contains(Duration.ofSeconds(3).plusMillis(500));
    assertThat(log.failed(62 * SECOND)).isEmpty();
  }

  @Test
  void itRestsUntilTheDelayIsOver() {
    assertThat(log.rest(0)).isZero();
    log.failed(5 * SECOND);
    assertThat(log.rest(5 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    assertThat(log.rest(6 * SECOND - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(log.rest(6 * SECOND)).isZero();
    assertThat(log.rest(9 * SECOND)).isZero();
  }

  @Test
  void someStagesNeverBeginAfresh() {
    assertThat(new RestartLog(Restarts.NONE).failed(0)).isEmpty();
  }
}
