package io.reflux.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {
  private static final Chance KEY = Chance.of(42).at("view").at(3);

  /** The first outputs of Vigna's splitmix64.c from the state 1234567. */
  @Test
  void bitsAreThoseOfThePublishedGenerator() {
    Draws draws = new Draws(1234567);
    assertThat(Long.toUnsignedString(draws.nextLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(draws.nextLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(draws.nextLong())).isEqualTo("9817491932198370423");
    assertThat(Long.toUnsignedString(draws.nextLong())).isEqualTo("4593380528125082431");
    assertThat(Long.toUnsignedString(draws.nextLong())).isEqualTo("16408922859458223821");
  }

  @Test
  void theDrawsOfTodayAreThoseOfEveryDay() {
    assertThat(five(Draws::nextDouble))
        .containsExactly(
            0.2300504146714547,
            0.6930982917611327,
            0.8814712967643562,
            0.795190091970103,
            0.7157741517086562);
    assertThat(five(draws -> draws.uniform(-3, 5)))
        .containsExactly(
            -1.1595966826283624,
            2.5447863340890615,
            4.05177037411485,
            3.3615207357608243,
            2.7261932136692497);
    assertThat(five(draws -> draws.nextInt(1000))).containsExactly(999, 280, 377, 81, 60);
    assertThat(five(draws -> draws.nextInt(Integer.MAX_VALUE)))
        .containsExactly(2045733558, 1517978824, 1856030565, 757208241, 367616371);
    int[] cards = IntStream.range(0, 10).toArray();
    KEY.draws().shuffle(cards);
    assertThat(cards).containsExactly(7, 6, 2, 3, 4, 8, 5, 1, 0, 9);
    assertThat(five(Draws::nextGaussian))
        .containsExactly(
            -0.25304990063139,
            0.5785508394289872,
            -1.5480919568504345,
            -0.6017281407445287,
            0.6036700457431717);
  }

  @Test
  void drawsBeginAnewForEveryReader() {
    Draws one = KEY.draws();
    one.nextLong();
    assertThat(KEY.draws().nextLong()).isNotEqualTo(one.nextLong());
    assertThat(KEY.draws().nextLong()).isEqualTo(KEY.draws().nextLong());
  }

  @Test
  void numbersStayInTheirInterval() {
    Draws draws = KEY.draws();
    for (int i = 0; i < 100_000; i++) {
      assertThat(draws.nextDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(draws.uniform(-2, 3)).isBetween(-2.0, 3.0);
      assertThat(draws.nextInt(3)).isBetween(0, 2);
      assertThat(draws.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
    assertThat(draws.nextInt(1)).isZero();
    assertThat(draws.uniform(4, 4)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 64, 100})
  void wholeNumbersAreEquallyOften(int bound) {
    int rounds = 2000;
    int[] counts = new int[bound];
    Draws draws = KEY.at(bound).draws();
    for (int i = 0; i < rounds * bound; i++) {
      counts[draws.nextInt(bound)]++;
    }
    assertAllNear(Arrays.stream(counts), rounds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesABoundWithoutANumberBelowIt(int bound) {
    Draws draws = KEY.draws();
    assertThatThrownBy(() -> draws.nextInt(bound))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bound: " + bound + " (expected: > 0)");
  }

  @Test
  void everyOrderOfFourIsEquallyOften() {
    int rounds = 1000;
    Map<String, Integer> counts = new HashMap<>();
    Draws draws = KEY.draws();
    for (int i = 0; i < 24 * rounds; i++) {
      int[] cards = {0, 1, 2, 3};
      draws.shuffle(cards);
      counts.merge(Arrays.toString(cards), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertAllNear(counts.values().stream().mapToInt(i -> i), rounds);
  }

  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    int count = 200_000;
    double[] moments = new double[5];
    Draws draws = KEY.draws();
    for (int i = 0; i < count; i++) {
      double value = draws.nextGaussian();
      for (int power = 1; power < moments.length; power++) {
        moments[power] += Math.pow(value, power) / count;
      }
    }
    // Five standard errors of each: those of x, x², x³ and x⁴ are 1, √2, √15 and √96 over √count.
    assertThat(moments[1]).isCloseTo(0, within(5 / Math.sqrt(count)));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / count)));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / count)));
  }

  private static double[] five(ToDoubleFunction<Draws> draw) {
    Draws draws = KEY.draws();
    return IntStream.range(0, 5).mapToDouble(i -> draw.applyAsDouble(draws)).toArray();
  }

  private static void assertAllNear(IntStream counts, int expected) {
    counts.forEach(
        count -> assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected))));
  }
}
