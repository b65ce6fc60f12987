package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusyThreadsTest {
  private final AtomicLong now = new AtomicLong(1000);
  private final BusyThreads busy = new BusyThreads(4, now::get);

  @Test
  void workThatIsNotDoneCounts() {
    now.addAndGet(10);
    busy.timed(
        () -> {
          now.addAndGet(5);
          busy.timed(() -> now.addAndGet(3)); // as by a second thread
          assertThat(busy.load()).isEqualTo(new StageReport.Load(4, 1, 8 + 3, 18));
        });
    now.addAndGet(2);
    assertThat(busy.load()).isEqualTo(new StageReport.Load(4, 0, 11, 20));
  }
}
