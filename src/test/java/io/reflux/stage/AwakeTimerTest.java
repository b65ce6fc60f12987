package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Holds that time in which a process is stopped isn't counted. */
class AwakeTimerTest {
  private final Deque<Runnable> alarms = new ArrayDeque<>();
  private long now;
  private long waited;
  private int done;

  /** Lets the next slice pass, and so many seconds more. */
  private void pass(long secondsMore) {
    now += waited + Duration.ofSeconds(secondsMore).toNanos();
    alarms.remove().run();
  }

  private AwakeTimer start(int seconds) {
    AwakeTimer.Alarm alarm =
        (delay, action) -> {
          waited = delay.toNanos();
          alarms.add(action);
          return Cancellable.alreadyCancelled();
        };
    return AwakeTimer.start(alarm, () -> now, Duration.ofSeconds(seconds), () -> done++);
  }

  @Test
  void itIsDoneOnceWhenTheTimeIsOver() {
    start(25);
    pass(0);
    pass(1);
    assertThat(done).isZero();
    pass(0);
    assertThat(done).isEqualTo(1);
    assertThat(alarms).isEmpty();
    assertThat(now).isEqualTo(Duration.ofSeconds(26).toNanos());
  }

  @Test
  void aSliceThatWasSleptThroughIsCountedAgain() {
    start(15);
    pass(3600);
    pass(0);
    assertThat(done).isZero();
    pass(3600);
    assertThat(done).isZero();
    pass(0);
    assertThat(done).isEqualTo(1);
  }

  @Test
  void whatIsCancelledIsNotDone() {
    AwakeTimer timer = start(5);
    timer.cancel();
    pass(0);
    assertThat(done).isZero();
    assertThat(alarms).isEmpty();
  }
}
