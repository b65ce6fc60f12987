package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CombinationsTest {
  private static final Axis LETTERS = Axis.parse("letter=a,b,c");
  private static final Axis NUMBERS = Axis.parse("number=1,2");
  private static final Axis RANGE = Axis.parse("rate=1e-4..1e-2");

  @Test
  void everyValueMeetsEveryOtherAndTheLastKeyChangesFastest() {
    assertThat(Combinations.all(List.of(NUMBERS, LETTERS)))
        .extracting(one -> one.get("number") + one.get("letter"))
        .containsExactly("1\"a\"", "1\"b\"", "1\"c\"", "2\"a\"", "2\"b\"", "2\"c\"");
  }

  @Test
  void aRangeHasNoEnd() {
    assertThatThrownBy(() -> Combinations.all(List.of(NUMBERS, RANGE)))
        .isInstanceOf(InputException.class)
        .hasMessage("--over: rate: a range (expected: with --random and --trials N)");
  }

  @Test
  void tooManyAreRefused() {
    List<Axis> five =
        List.of("a", "b", "c", "d", "e").stream()
            .map(key -> Axis.parse(key + "=1,2,3,4,5,6,7"))
            .toList();
    assertThatThrownBy(() -> Combinations.all(five))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 9999 trials");
    assertThat(Combinations.drawn(five, 20, 0)).hasSize(20);
  }

  @Test
  void noTwoThatAreDrawnAreAlikeAndThereMayBeFewer() {
    List<Map<String, String>> drawn = Combinations.drawn(List.of(NUMBERS, LETTERS), 10, 3);
    assertThat(drawn)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(Combinations.all(List.of(NUMBERS, LETTERS)));
  }

  @Test
  void theSameSeedDrawsTheSameAndMoreBeginLikeFewer() {
    List<Axis> axes = List.of(RANGE, LETTERS);
    assertThat(Combinations.drawn(axes, 8, 1)).isEqualTo(Combinations.drawn(axes, 8, 1));
    assertThat(Combinations.drawn(axes, 12, 1).subList(0, 8))
        .isEqualTo(Combinations.drawn(axes, 8, 1));
    assertThat(Combinations.drawn(axes, 8, 2)).isNotEqualTo(Combinations.drawn(axes, 8, 1));
  }

  @Test
  void trialsAreNumberedAndNamedByWhatTheyTry() {
    List<Trial> trials =
        new SweepRequest(
                "/p.conf",
                List.of(),
                List.of("a.lr=1e-3,1e-2", "b.steps=\"x/y z\",[{ type = flip }]"),
                0,
                0,
                0)
            .list();
    assertThat(trials)
        .extracting(Trial::name)
        .containsExactly(
            "001-lr=0.001,steps=xyz",
            "002-lr=0.001,steps=typeflip",
            "003-lr=0.01,steps=xyz",
            "004-lr=0.01,steps=typeflip");
    assertThat(trials.get(2).shownValues()).containsExactly("0.01", "x/y z");
  }
}
