package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  private enum Kind {
    PLAIN {
      @Override
      public String toString() {
        return "something else";
      }
    }
  }

  private record Inner(Set<String> words, Kind kind) {}

  private record Outer(double zeta, Inner alpha, Optional<Duration> delay, List<Integer> sides) {}

  private static final Outer VALUE =
      new Outer(
          0.1,
          new Inner(Set.of("png", "jpg", "tiff", "bmp", "a \"b\""), Kind.PLAIN),
          Optional.of(Duration.ofMillis(200)),
          List.of(3, 1, 2));

  @Test
  void theTextOfAValueNeverChanges() {
    assertThat(Canonical.text(VALUE))
        .isEqualTo(
            "Outer(alpha=Inner(kind=Kind.PLAIN,words={\"a"
                + " \\\"b\\\"\",\"bmp\",\"jpg\",\"png\",\"tiff\"}),"
                + "delay=[PT0.2S],sides=[3,1,2],zeta=0.1)");
    assertThat(Canonical.digest(VALUE))
        .isEqualTo("25e7804177fa088b08445073f10347733345cde2fec98f652eb314c8fff2db37");
  }

  @Test
  void theOrderOfSetsAndMapsIsNotInIt() {
    Set<String> words = new LinkedHashSet<>(List.of("b", "c", "a"));
    Map<String, Object> there = new LinkedHashMap<>();
    there.put("x", words);
    there.put("y", 1L);
    Map<String, Object> back = new LinkedHashMap<>();
    back.put("y", 1L);
    back.put("x", new LinkedHashSet<>(List.of("a", "b", "c")));
    assertThat(Canonical.text(there)).isEqualTo("{\"x\"={\"a\",\"b\",\"c\"},\"y\"=1}");
    assertThat(Canonical.text(back)).isEqualTo(Canonical.text(there));
  }

  @Test
  void differentValuesHaveDifferentTexts() {
    assertThat(Canonical.text(List.of("a,b"))).isNotEqualTo(Canonical.text(List.of("a", "b")));
    assertThat(Canonical.text("1")).isNotEqualTo(Canonical.text(1));
    assertThat(Canonical.text("\\\"")).isNotEqualTo(Canonical.text("\\\\\""));
    assertThat(Canonical.text(Optional.empty())).isNotEqualTo(Canonical.text(Optional.of(0)));
  }

  @Test
  void whatHasNoTextOfItsOwnIsRefused() {
    record Hidden(Runnable action) {}
    assertThatThrownBy(() -> Canonical.text(List.of(new Hidden(() -> {}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("canonical text: ")
        .hasMessageEndingWith("(expected: texts, numbers, enums, records and collections of them)");
  }
}
