package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestPaceTest {
  private long now = TimeUnit.DAYS.toNanos(1);
  private final RequestPace pace = new RequestPace(100, () -> now);

  @Test
  void whoComesAtThePaceNeverWaits() {
    for (int i = 0; i < 1000; i++) {
      assertThat(pace.next()).hasValue(0);
      now += TimeUnit.MILLISECONDS.toNanos(10);
    }
  }

  @Test
  void aBurstPassesThenTurnsAreTenMillisecondsApart() {
    for (int i = 0; i < 25; i++) {
      assertThat(pace.next()).hasValue(0);
    }
    assertThat(pace.next()).hasValue(TimeUnit.MILLISECONDS.toNanos(10));
    assertThat(pace.next()).hasValue(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void aTurnTooFarOffIsRefusedAndNotTaken() {
    int granted = 0;
    for (int i = 0; i < 10_000; i++) {
      granted += pace.next().isPresent() ? 1 : 0;
    }
    assertThat(granted).isEqualTo(25 + 200);
    now += TimeUnit.SECONDS.toNanos(1);
    assertThat(pace.next()).isPresent();
  }
}
