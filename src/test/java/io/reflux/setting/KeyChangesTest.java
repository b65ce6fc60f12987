package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyChangesTest {
  private static final String TEXT =
      """
      seed = 0
      tasks = [
        { name = a, train { lr = 3e-3, steps = [ { type = flip }, { type = resize, side = 16 } ] } }
        { name = b, needs = [a] }
      ]
      """;

  @Test
  void theSameSaidOtherwiseIsNoChange() {
    String other =
        """
        tasks = [
          { name = a, train.lr = 0.003, train.steps = [ { type = flip }, { side = 16, type = resize } ] }
          { needs = ["a"], name = b }
        ]
        seed = 0.0
        """;
    assertThat(changes(TEXT, other)).isEmpty();
  }

  @Test
  void whatDiffersIsNamedAsACommandLineNamesIt() {
    String other =
        TEXT.replace("seed = 0", "")
                .replace("3e-3", "0.3")
                .replace("side = 16", "side = 32")
                .replace("needs = [a]", "needs = []")
            + "more.of { it = yes }";
    assertThat(changes(TEXT, other))
        .containsExactly(
            "more.of.it: nothing → \"yes\"",
            "seed: 0 → nothing",
            "tasks.a.train.lr: 0.003 → 0.3",
            "tasks.a.train.steps.1.side: 16 → 32",
            "tasks.b.needs: [\"a\"] → []");
  }

  @Test
  void aKeyIsOfThoseAboveIt() {
    KeyChanges.KeyChange change = new KeyChanges.KeyChange("data.root", "a", "b");
    assertThat(change.isOf("data.root")).isTrue();
    assertThat(change.isOf("data")).isTrue();
    assertThat(change.isOf("data.ro")).isFalse();
  }

  @Test
  void ofSeveralTextsTheKeysAreToldThatNotAllHaveAlike() {
    assertThat(
            KeyChanges.differing(
                List.of("a = 1, b = x, c { d = 3e-3 }", "a = 2, b = x, c { d = 0.003 }", "b = x")))
        .containsExactly(
            entry("a", List.of("1", "2", "")), entry("c.d", List.of("0.003", "0.003", "")));
    assertThat(KeyChanges.differing(List.of("a = 1", "a = 1"))).isEmpty();
  }

  @Test
  void whatIsNoHoconIsRefused() {
    assertThatThrownBy(() -> changes(TEXT, "a = [")).isInstanceOf(InputException.class);
  }

  private static List<String> changes(String before, String now) {
    return KeyChanges.between(before, now).stream().map(Object::toString).toList();
  }
}
