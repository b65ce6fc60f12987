package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private static final List<Trial> NINE =
      IntStream.rangeClosed(1, 9).mapToObj(i -> new Trial("t" + i, Map.of())).toList();

  /** What was measured, by trial and epoch; a trial without an end goes on. */
  private static final class Measured implements Halving.Evidence {
    private final Map<String, double[]> values = new HashMap<>();

    void is(String trial, double... byEpoch) {
      values.put(trial, byEpoch);
    }

    @Override
    public boolean isIn(Trial trial, int epochs) {
      return values.getOrDefault(trial.name(), new double[0]).length >= epochs;
    }

    @Override
    public OptionalDouble value(Trial trial, int epochs) {
      return isIn(trial, epochs)
          ? IntStream.range(0, epochs).mapToDouble(i -> of(trial)[i]).max()
          : OptionalDouble.empty();
    }

    private double[] of(Trial trial) {
      return values.getOrDefault(trial.name(), new double[0]);
    }
  }

  @Test
  void rungsAreTheEpochsDividedAgainAndAgain() {
    assertThat(Halving.of(3, 9, 27).rungs()).containsExactly(3, 9);
    assertThat(Halving.of(3, 8, 27).rungs()).containsExactly(9);
    assertThat(Halving.of(2, 16, 10).rungs()).containsExactly(1, 2, 3, 5);
    assertThat(Halving.of(2, 16, 2).rungs()).containsExactly(1);
    assertThat(Halving.of(3, 2, 27).rungs()).isEmpty();
    assertThat(Halving.of(3, 9, 1).rungs()).isEmpty();
    assertThat(Halving.of(0, 9, 27)).isEqualTo(Halving.NONE);
  }

  @Test
  void nobodyIsDroppedBeforeAllAreMeasured() {
    Halving halving = Halving.of(3, 9, 9);
    Measured measured = new Measured();
    NINE.subList(0, 8).forEach(trial -> measured.is(trial.name(), 0.5));
    assertThat(halving.now(NINE, measured, Comparator.reverseOrder()))
        .isEqualTo(new Halving.Stand(0, NINE));
  }

  @Test
  void theBetterThirdGoesOnByWhatItWasAtTheRung() {
    Halving halving = Halving.of(3, 9, 9);
    Measured measured = new Measured();
    NINE.forEach(trial -> measured.is(trial.name(), 0.1));
    measured.is("t4", 0.7);
    measured.is("t2", 0.5, 0.9, 0.9);
    measured.is("t8", 0.6);
    // What came after the rung counts for the next one only.
    measured.is("t1", 0.2, 1, 1, 1);
    Halving.Stand stand = halving.now(NINE, measured, Comparator.reverseOrder());
    assertThat(stand.rung()).isEqualTo(1);
    assertThat(stand.members()).extracting(Trial::name).containsExactly("t4", "t8", "t2");
    measured.is("t4", 0.7, 0.7, 0.7);
    measured.is("t8", 0.6, 0.6, 0.8);
    stand = halving.now(NINE, measured, Comparator.reverseOrder());
    assertThat(stand).isEqualTo(new Halving.Stand(2, List.of(NINE.get(1))));
  }

  @Test
  void whereLessIsBetterTheSmallestGoOn() {
    Measured measured = new Measured();
    NINE.forEach(trial -> measured.is(trial.name(), Double.parseDouble(trial.name().substring(1))));
    assertThat(Halving.of(3, 9, 9).now(NINE, measured, Comparator.naturalOrder()).members())
        .isEqualTo(NINE.subList(0, 3));
  }

  @Test
  void oneThatFailedIsInAndGoesNowhere() {
    Measured measured = new Measured();
    NINE.forEach(trial -> measured.is(trial.name(), 0.1));
    Halving.Evidence failed =
        new Halving.Evidence() {
          @Override
          public boolean isIn(Trial trial, int epochs) {
            return trial.equals(NINE.get(0)) || measured.isIn(trial, epochs);
          }

          @Override
          public OptionalDouble value(Trial trial, int epochs) {
            return trial.equals(NINE.get(0))
                ? OptionalDouble.empty()
                : measured.value(trial, epochs);
          }
        };
    assertThat(Halving.of(3, 9, 9).now(NINE, failed, Comparator.reverseOrder()).members())
        .isEqualTo(NINE.subList(1, 4));
  }
}
