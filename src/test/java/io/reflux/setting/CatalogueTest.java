package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds a catalogue to its names, and to one problem for a name that it does not have. */
class CatalogueTest {
  private final Catalogue<String> fruit =
      new Catalogue<String>("fruit")
          .with("pear", s -> "pear of " + s.number("weight", Range.POSITIVE))
          .with("apple", s -> "apple " + s.text("kind"));

  private final Problems problems = new Problems();

  private Section section(String text) {
    return HoconFile.parse(text, "a.conf", Path.of("/"), problems).orElseThrow();
  }

  private List<String> found() {
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void readsTheNamedEntry() {
    assertThat(fruit.read(section("type = apple, kind = red"))).isEqualTo("apple red");
    assertThat(found()).isEmpty();
    assertThat(fruit.names()).containsExactly("pear", "apple");
  }

  @Test
  void theNameMayStandUnderAnotherKey() {
    assertThat(fruit.readNamed(section("fruit = pear, weight = 2"), "fruit"))
        .isEqualTo(new Named<>("pear", "pear of 2.0"));
    assertThat(found()).isEmpty();
  }

  @Test
  void unknownKeysOfAnEntryAreProblems() {
    fruit.read(section("type = apple, kind = red, wieght = 2"));
    assertThat(found())
        .containsExactly("a.conf:1: wieght: 2 (expected: no such key; known: type, kind)");
  }

  @Test
  void aWrongNameIsTheOnlyProblem() {
    fruit.read(section("type = aple, kind = red, more = 1"));
    assertThat(found())
        .containsExactly("a.conf:1: type: \"aple\" (expected: one of pear, apple; nearest: apple)");
  }

  @Test
  void anEntryWithoutDefaultsIsAnErrorOfTheProgram() {
    assertThatThrownBy(() -> fruit.withDefaults("pear"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("defaults of fruit.pear");
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> fruit.with("pear", s -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fruit: two entries are named pear");
  }
}
