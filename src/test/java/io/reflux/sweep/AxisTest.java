package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.chance.Chance;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {
  @Test
  void whateverHoconTakesAsElementsAreValues() {
    Axis axis =
        Axis.parse("a.b = 1e-3, 2 epochs,\"x,y\", [1,2], { type = cosine, floor = 0.1 }, null");
    assertThat(axis.key()).isEqualTo("a.b");
    assertThat(axis.values())
        .containsExactly(
            "0.001",
            "\"2 epochs\"",
            "\"x,y\"",
            "[1,2]",
            "{\"floor\":0.1,\"type\":\"cosine\"}",
            "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=", "=1,2", "a=1,,2", "a=[1", "a=1,1", "a={", "a=]"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Axis.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--over: ")
        .hasMessageContaining("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=2..1", "a=1..1", "a=0..1 log", "a=-1..1 log", "a=0..1e999"})
  void aRangeThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Axis.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("low < high");
  }

  @ParameterizedTest
  @CsvSource({
    "1e-4..1e-2, 1e-4, 1e-2, 1e-3",
    "0.1..0.5 uniform, 0.1, 0.5, 0.3",
    "0.0..1, 0, 1, 0.5",
    "-2..2.0, -2, 2, 0",
    "16..256, 16, 256, 64",
    "1..100 log, 1, 100, 10"
  })
  void halfOfWhatIsDrawnLiesBelowTheMiddle(String range, double low, double high, double middle) {
    List<Double> drawn = drawn("key=" + range).stream().map(Double::valueOf).toList();
    assertThat(drawn).allMatch(x -> x >= low && x <= high);
    assertThat(drawn.stream().filter(x -> x < middle).count()).isBetween(440L, 560L);
    assertThat(drawn.stream().distinct().count()).isGreaterThan(50);
  }

  @Test
  void aRangeOfTwoWholeNumbersIsProbablyMeantOtherwise() {
    assertThatThrownBy(() -> Axis.parse("key=0..1"))
        .isInstanceOf(InputException.class)
        .hasMessage("--over: key=0..1: whole numbers (expected: 0..1.0 for all between, or 0,1)");
  }

  @Test
  void betweenWholeNumbersAreWholeNumbersWithBothEnds() {
    assertThat(drawn("key=1..3")).allMatch(x -> x.matches("[123]")).contains("1", "2", "3");
    assertThat(drawn("key=-1..1 uniform")).contains("-1", "0", "1");
  }

  @Test
  void whatIsDrawnHasFourDigits() {
    assertThat(drawn("key=1e-4..1e-2")).allMatch(x -> x.matches("0\\.0\\d+|\\d.*E-\\d+"));
    assertThat(drawn("key=1e-4..1e-2"))
        .allMatch(x -> x.replaceFirst("E.*", "").replaceFirst("^0[.]0*", "").length() <= 5);
  }

  @Test
  void keysAreShownAsShortAsTheyCanBeToldApart() {
    assertThat(ShortKeys.of(List.of("tasks.a.train.optimizer.lr", "tasks.b.train.optimizer.lr")))
        .containsExactly("a.train.optimizer.lr", "b.train.optimizer.lr");
    assertThat(ShortKeys.of(List.of("seed", "tasks.a.seed", "tasks.a.train.epochs")))
        .containsExactly("seed", "a.seed", "epochs");
  }

  private static List<String> drawn(String text) {
    Axis axis = Axis.parse(text);
    return LongStream.range(0, 1000).mapToObj(i -> axis.draw(Chance.of(7).at(i).draws())).toList();
  }
}
