package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A stage and the board that hears of it, by one clock. */
class StageMeterTest {
  private static final Watchdog WATCHDOG =
      new Watchdog(Duration.ofSeconds(2), Duration.ofSeconds(100), Duration.ofSeconds(30), 20);
  private static final StageWork STEP = new StageWork("training", "step 1", 8);

  private final AtomicLong now = new AtomicLong();
  private final StageClock clock = new StageClock("trainer-a", "gpu0", now::get);
  private final StageMeter meter = new StageMeter(WATCHDOG, words(StageState.IDLE), now.get());

  @Test
  void sharesAndRatesAreOfTheLastIntervalBesideTheMean() {
    passed(2);
    look();
    work(3, STEP);
    passed(1);
    look();
    assertThat(status().busyShare()).isEqualTo(0.75);
    assertThat(status().imagesPerSecond()).isEqualTo(2);
    assertThat(status().meanBusyShare()).isEqualTo(0.5);
    passed(2);
    look();
    assertThat(status().busyShare()).isZero();
    assertThat(status().imagesPerSecond()).isZero();
    assertThat(status().meanBusyShare()).isEqualTo(3.0 / 8);
    assertThat(status().meanImagesPerSecond()).isEqualTo(1);
  }

  @Test
  void aPieceThatIsNotDoneCountsTheTimeThatItTookSoFar() {
    clock.begin(STEP);
    tell(StageState.WORKING);
    passed(2);
    look();
    assertThat(status().busyShare()).isEqualTo(1);
    passed(1.5);
    clock.end(STEP.images());
    tell(StageState.IDLE);
    passed(0.5);
    look();
    assertThat(status().busyShare()).isCloseTo(0.75, within(1e-9));
    assertThat(status().meanBusyShare()).isCloseTo(3.5 / 4, within(1e-9));
  }

  @Test
  void aStageSaysWhatItIsAtAndForHowLong() {
    assertThat(status().doing()).isEmpty();
    clock.begin(STEP);
    tell(StageState.WORKING);
    passed(7);
    StageStatus at = status();
    assertThat(at.state()).isEqualTo(StageState.WORKING);
    assertThat(at.doing()).isEqualTo("training step 1");
    assertThat(at.doingSeconds()).isEqualTo(7);
    assertThat(at.device()).isEqualTo("gpu0");
  }

  @Test
  void aFirstPieceHasItsOwnBudget() {
    clock.begin(STEP);
    tell(StageState.WORKING);
    passed(100);
    assertThat(look()).isFalse();
    passed(1);
    assertThat(look()).isTrue();
    assertThat(status().state()).isEqualTo(StageState.HANGING);
  }

  @Test
  void furtherPiecesHaveThatOfTheLongestOfTheirKind() {
    work(2, STEP);
    work(50, new StageWork("measuring", "a", 0));
    clock.begin(STEP);
    tell(StageState.WORKING);
    passed(40);
    assertThat(look()).isFalse();
    passed(0.1);
    assertThat(look()).isTrue();
    assertThat(look()).as("told once").isFalse();
    clock.end(STEP.images());
    tell(StageState.IDLE);
    assertThat(look()).as("it goes on").isTrue();
    assertThat(status().state()).isEqualTo(StageState.IDLE);
  }

  @Test
  void shortPiecesHaveTheLeastBudget() {
    work(0.01, STEP);
    clock.begin(STEP);
    tell(StageState.WORKING);
    passed(29);
    assertThat(look()).isFalse();
    passed(2);
    assertThat(look()).isTrue();
  }

  @Test
  void whoWaitsOrRestsDoesNotHang() {
    clock.begin(STEP);
    tell(StageState.WAITING);
    passed(1000);
    assertThat(look()).isFalse();
    assertThat(status().state()).isEqualTo(StageState.WAITING);
  }

  private void work(double seconds, StageWork work) {
    clock.begin(work);
    tell(StageState.WORKING);
    passed(seconds);
    clock.end(work.images());
    tell(StageState.IDLE);
  }

  private void passed(double seconds) {
    now.addAndGet(Math.round(seconds * 1e9));
  }

  private boolean look() {
    return meter.look(now.get());
  }

  private StageStatus status() {
    return meter.status(now.get());
  }

  private void tell(StageState state) {
    meter.told(words(state), now.get());
  }

  private StageReport words(StageState state) {
    return clock.report(state, 0, 0);
  }
}
