package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.train.StepReport;
import io.reflux.train.StudentState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckpointPauseTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(7 * SECOND);
  private final CheckpointPause pause = new CheckpointPause(0, now::get);

  @Test
  void copiesSideBySideTakeAsLongAsTheSlowest() {
    pause.copied(List.of(copied(0.25), copied(0.75), step()));
    pause.copied(List.of(copied(0.5)));
    assertThat(pause.seconds()).isEqualTo(1.25);
  }

  @Test
  void aStepWithoutACopyIsNoPause() {
    pause.copied(List.of(step(), step()));
    assertThat(pause.seconds()).isZero();
    assertThat(pause.shareOf(10)).isZero();
  }

  @Test
  void whatHandingOverTakesCountsAlsoIfItFails() {
    assertThat(pause.<String>handing(() -> after(2 * SECOND, "handed"))).isEqualTo("handed");
    assertThatThrownBy(
            () ->
                pause.<String>handing(
                    () -> {
                      after(3 * SECOND, "");
                      throw new IllegalStateException("the disk fails");
                    }))
        .hasMessage("the disk fails");
    now.addAndGet(100 * SECOND);
    assertThat(pause.seconds()).isEqualTo(5);
  }

  @Test
  void theShareIsOfAllAttempts() {
    CheckpointPause later = new CheckpointPause(3, now::get);
    later.copied(List.of(copied(1)));
    assertThat(later.shareOf(16)).isCloseTo(0.25, within(1e-12));
    assertThat(later.shareOf(0)).as("nothing was trained").isZero();
  }

  private String after(long nanos, String answer) {
    now.addAndGet(nanos);
    return answer;
  }

  private static StepReport step() {
    return new StepReport(1, 0.1, 9, new float[0]);
  }

  private static StepReport copied(double seconds) {
    StudentState state = new StudentState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    return step().with(state, seconds);
  }
}
