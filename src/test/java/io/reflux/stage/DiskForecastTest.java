package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskForecastTest {
  private static final long GIBIBYTE = 1L << 30;

  private final DiskForecast forecast = new DiskForecast();

  @Test
  void aDiskThatFillsIsForetoldAfterTenMinutes() {
    for (int minute = 0; minute < 10; minute++) {
      assertThat(forecast.after(Duration.ofMinutes(minute), left(minute))).isEmpty();
    }
    DiskForecast.Ending ending = forecast.after(Duration.ofMinutes(10), left(10)).orElseThrow();
    assertThat(ending.left()).isEqualTo(Duration.ofMinutes(190));
    assertThat(ending.sentence())
        .isEqualTo("19.0 GiB left, filling by 6.0 GiB an hour: full in about 190 minutes");
  }

  @Test
  void oneThatDoesNotFillAnyMoreIsNotFullEver() {
    forecast.after(Duration.ZERO, 20 * GIBIBYTE);
    assertThat(forecast.after(Duration.ofMinutes(20), 19 * GIBIBYTE)).isPresent();
    assertThat(forecast.after(Duration.ofMinutes(30), 21 * GIBIBYTE)).isEmpty();
  }

  @Test
  void onlyTheLastHourCounts() {
    forecast.after(Duration.ZERO, 1000 * GIBIBYTE);
    forecast.after(Duration.ofMinutes(30), 20 * GIBIBYTE);
    Optional<DiskForecast.Ending> ending = forecast.after(Duration.ofMinutes(70), 16 * GIBIBYTE);
    assertThat(ending.orElseThrow().left()).isEqualTo(Duration.ofMinutes(160));
  }

  private static long left(int minute) {
    return 20 * GIBIBYTE - minute * GIBIBYTE / 10;
  }
}
