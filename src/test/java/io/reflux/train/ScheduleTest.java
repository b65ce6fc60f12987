package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final TrainingLength TEN_OF_FOUR = new TrainingLength(10, 4);

  @ParameterizedTest
  @MethodSource("names")
  void everyNameBuildsFromItsDefaultsAndBeginsAtTheFullRate(String name) {
    Schedule schedule = Schedules.CATALOGUE.withDefaults(name);
    assertThat(schedule.factor(0, TEN_OF_FOUR)).isEqualTo(1);
  }

  static java.util.Set<String> names() {
    return Schedules.CATALOGUE.names();
  }

  @Test
  void stepCutsOnceEverySoManyEpochs() {
    assertThat(factors("type = step, every = 2 epochs, gamma = 0.5", 0, 7, 8, 15, 16))
        .containsExactly(1, 1, 0.5, 0.5, 0.25);
    assertThat(factors("type = step, every = 2 steps, gamma = 0.5", 0, 1, 2, 3, 4))
        .containsExactly(1, 1, 0.5, 0.5, 0.25);
  }

  @Test
  void multiStepCutsAtItsMilestones() {
    assertThat(factors("type = multi-step, milestones = [1, 3], gamma = 0.1", 3, 4, 11, 12))
        .containsExactly(1, 0.1, 0.1, Math.pow(0.1, 2));
    assertThat(factors("type = multi-step, milestones = [3], unit = steps, gamma = 0.1", 2, 3))
        .containsExactly(1, 0.1);
  }

  @Test
  void cosineFallsOverTheWholeTrainingAndClimbsAgainPastIts() {
    Schedule whole = read("type = cosine");
    assertThat(whole.factor(20, TEN_OF_FOUR)).isEqualTo(0.5, within(1e-15));
    assertThat(whole.factor(40, TEN_OF_FOUR)).isEqualTo(0, within(1e-15));
    Schedule short5 = read("type = cosine, period = 5 epochs");
    assertThat(short5.factor(20, TEN_OF_FOUR)).isEqualTo(0, within(1e-15));
    assertThat(short5.factor(39, TEN_OF_FOUR)).isEqualTo(short5.factor(4, TEN_OF_FOUR));
  }

  @Test
  void cosineInStepsMovesEveryStepDownToItsFloor() {
    Schedule schedule = read("type = cosine, period = 40 steps, floor = 0.2");
    assertThat(schedule.factor(1, TEN_OF_FOUR)).isLessThan(1).isGreaterThan(0.99);
    assertThat(schedule.factor(40, TEN_OF_FOUR)).isEqualTo(0.2, within(1e-15));
  }

  @Test
  void warmUpRaisesTheRateInEqualSteps() {
    assertThat(factors("type = constant, warm-up = 1 epoch", 0, 1, 2, 3, 4))
        .containsExactly(0.25, 0.5, 0.75, 1, 1);
    assertThat(factors("type = step, every = 2 steps, gamma = 0.5, warm-up = 4 steps", 0, 2, 4))
        .containsExactly(0.25, 0.375, 0.25);
  }

  @Test
  void refusesSpansOfNothing() {
    Written written = new Written("type = step, every = 0 epochs");
    Schedule.read(written.section());
    assertThat(written.problems())
        .containsExactly("every: \"0 epochs\" (expected: at least 1 epoch or 1 step)");
    Written cosine = new Written("type = cosine, period = 0 steps");
    Schedule.read(cosine.section());
    assertThat(cosine.problems())
        .containsExactly("period: \"0 steps\" (expected: at least 1 epoch or 1 step)");
  }

  private static double[] factors(String hocon, long... steps) {
    Schedule schedule = read(hocon);
    DoubleStream factors =
        LongStream.of(steps).mapToDouble(step -> schedule.factor(step, TEN_OF_FOUR));
    return factors.toArray();
  }

  private static Schedule read(String hocon) {
    Written written = new Written(hocon);
    Schedule schedule = Schedule.read(written.section());
    assertThat(written.problems()).isEmpty();
    return schedule;
  }
}
