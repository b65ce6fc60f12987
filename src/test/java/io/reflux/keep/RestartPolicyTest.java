package io.reflux.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.Reached;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {
  private static final KeepAliveSettings SETTINGS =
      new KeepAliveSettings(
          4, Duration.ofHours(1), 3, Duration.ofSeconds(1), Duration.ofMillis(1500));
  private static final ChildExit CRASH = new ChildExit(134);

  private final RestartPolicy policy = new RestartPolicy(SETTINGS);

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 129, 130, 143})
  void whatIsDoneRefusedOrStoppedIsLeft(int code) {
    assertThat(policy.after(new ChildExit(code), step(1), 0)).isEqualTo(new RestartPolicy.Over(""));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 134, 135, 137, 139, -1})
  void whatDiedBeginsAgain(int code) {
    assertThat(policy.after(new ChildExit(code), step(1), 0))
        .isEqualTo(new RestartPolicy.Again(Duration.ofSeconds(1), 1));
  }

  @Test
  void theThirdEndAtOneStepIsTheLast() {
    assertThat(policy.after(CRASH, step(7), 0)).isInstanceOf(RestartPolicy.Again.class);
    assertThat(policy.after(CRASH, step(7), 1))
        .as("a longer delay, but not longer than the longest")
        .isEqualTo(new RestartPolicy.Again(Duration.ofMillis(1500), 2));
    assertThat(policy.after(CRASH, step(7), 2))
        .isEqualTo(
            new RestartPolicy.Over(
                "SIGABRT, 3 times in turn after step 7 of t (expected: fewer than 3;"
                    + " keep-alive.same-step)"));
  }

  @Test
  void whoGetsFurtherHasAllTriesAgain() {
    policy.after(CRASH, step(7), 0);
    policy.after(CRASH, step(7), 0);
    policy.after(CRASH, step(8), 0);
    assertThat(policy.after(CRASH, step(7), 0)).isInstanceOf(RestartPolicy.Again.class);
  }

  @Test
  void thereAreOnlySoManyWithinATime() {
    for (int i = 0; i < 4; i++) {
      assertThat(policy.after(CRASH, step(i), i)).isInstanceOf(RestartPolicy.Again.class);
    }
    assertThat(policy.after(CRASH, step(4), 5))
        .isEqualTo(
            new RestartPolicy.Over(
                "SIGABRT after step 4 of t, after 4 restarts within 3600 s (expected: at most 4;"
                    + " keep-alive.restarts)"));
  }

  @Test
  void restartsOfLongAgoAreForgotten() {
    for (int i = 0; i < 4; i++) {
      policy.after(CRASH, step(i), i);
    }
    long later = Duration.ofHours(1).toNanos() + 2;
    assertThat(policy.after(CRASH, step(4), later))
        .isEqualTo(new RestartPolicy.Again(Duration.ofSeconds(1), 5));
  }

  private static Reached step(long step) {
    return new Reached("t", step);
  }
}
