package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Holds every kind of value to what it accepts, and every mistake to its exact sentence. */
class SectionTest {

  private static Section of(String text, Problems problems) {
    return HoconFile.parse(text, "a.conf", Path.of("/base"), problems).orElseThrow();
  }

  private static List<String> problems(String text, Consumer<Section> reading) {
    Problems problems = new Problems();
    reading.accept(of(text, problems));
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void readsEveryKindOfValue() {
    Problems problems = new Problems();
    Section section =
        of(
            """
            number = 1e-4, whole = 3, long = 9007199254740993, flag = true, text = abc
            choice = b, wait = 90s, size = 256 MiB, span = 3 epochs, stretch = 1 step
            numbers = [1, 2.5], wholes = [1, 2], texts = [x, y], file = sub/../x.zip
            inner { a = 1 }
            """,
            problems);
    assertThat(section.number("number", Range.POSITIVE)).isEqualTo(1e-4);
    assertThat(section.whole("whole", Range.atLeast(3))).isEqualTo(3);
    assertThat(section.wholeLong("long", Range.ANY)).isEqualTo(9007199254740993L);
    assertThat(section.flag("flag")).isTrue();
    assertThat(section.text("text")).isEqualTo("abc");
    assertThat(section.oneOf("choice", Map.of("a", 1, "b", 2))).isEqualTo(2);
    assertThat(section.duration("wait")).isEqualTo(Duration.ofSeconds(90));
    assertThat(section.bytes("size", Range.POSITIVE)).isEqualTo(256L << 20);
    assertThat(section.span("span")).isEqualTo(Span.epochs(3));
    assertThat(section.span("stretch")).isEqualTo(Span.steps(1));
    assertThat(section.numbers("numbers", Range.ANY)).containsExactly(1.0, 2.5);
    assertThat(section.wholes("wholes", Range.ANY)).containsExactly(1, 2);
    assertThat(section.texts("texts")).containsExactly("x", "y");
    assertThat(section.file("file")).isEqualTo(Path.of("/base/x.zip"));
    assertThat(section.section("inner").whole("a", Range.ANY)).isEqualTo(1);
    assertThat(section.sectionIfPresent("absent")).isEmpty();
    section.finish();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void whatIsNoPathIsAProblem() {
    assertThat(problems("file = \"a\\u0000b\"", section -> section.file("file")))
        .singleElement()
        .asString()
        .startsWith("a.conf:1: file: ")
        .endsWith("(expected: a path; of the home folder: ${HOME}\"/photos\")");
  }

  @Test
  void aFaultOfTheProgramIsNoProblemOfTheFile() {
    Section section = of("a = 1", new Problems());
    Function<ConfigValue, Integer> faulty =
        value -> {
          throw new IllegalArgumentException("a fault");
        };
    assertThatThrownBy(() -> section.read("a", "a number", 0, faulty)).hasMessage("a fault");
  }

  @Test
  void everyMistakeIsReportedOnceWithItsPlace() {
    List<String> all =
        problems(
            """
            margin = -0.1
            alpha = big
            epochs = 2.5
            flag = maybe
            wait = soon
            size = 0 B
            span = 3 days
            sides = [64, 0]
            optimizer = adam
            """,
            s -> {
              s.number("margin", Range.POSITIVE);
              s.number("alpha", Range.ANY);
              s.whole("epochs", Range.atLeast(1));
              s.flag("flag");
              s.duration("wait");
              s.bytes("size", Range.POSITIVE);
              s.span("span");
              s.wholes("sides", Range.atLeast(1));
              s.section("optimizer");
              s.text("name");
              s.finish();
            });
    assertThat(all)
        .containsExactly(
            "a.conf:1: margin: -0.1 (expected: > 0)",
            "a.conf:2: alpha: \"big\" (expected: a number)",
            "a.conf:3: epochs: 2.5 (expected: a whole number >= 1)",
            "a.conf:4: flag: \"maybe\" (expected: true or false)",
            "a.conf:5: wait: \"soon\" (expected: a duration such as 30s)",
            "a.conf:6: size: \"0 B\" (expected: a size such as 256 MiB)",
            "a.conf:7: span: \"3 days\" (expected: a span such as 3 epochs or 100 steps)",
            "a.conf:8: sides: [64,0] (expected: a list of whole numbers >= 1)",
            "a.conf:9: optimizer: \"adam\" (expected: an object { … })",
            "a.conf:1: name: missing (expected: a text)");
  }

  @Test
  void aWholeNumberTooLargeForItsTypeIsRefused() {
    assertThat(problems("n = 5000000000", s -> s.whole("n", Range.ANY)))
        .containsExactly("a.conf:1: n: 5000000000 (expected: a whole number)");
  }

  @Test
  void unknownKeysAreNamedWithTheNearestKnownOnes() {
    List<String> all =
        problems(
            "marginn = 1\nzzz = 2\ninner { alhpa = 1 }",
            s -> {
              s.has("margin");
              Section inner = s.section("inner");
              inner.has("alpha");
              inner.finish();
              s.finish();
            });
    assertThat(all)
        .containsExactly(
            "a.conf:3: inner.alhpa: 1 (expected: no such key; nearest: alpha)",
            "a.conf:1: marginn: 1 (expected: no such key; nearest: margin)",
            "a.conf:2: zzz: 2 (expected: no such key; known: margin, inner)");
  }

  @Test
  void aWrongChoiceNamesAllAndTheNearest() {
    Map<String, Integer> choices = new java.util.LinkedHashMap<>();
    choices.put("adam", 1);
    choices.put("adamw", 2);
    choices.put("sgd", 3);
    assertThat(problems("type = adamm", s -> s.oneOf("type", choices)))
        .containsExactly(
            "a.conf:1: type: \"adamm\" (expected: one of adam, adamw, sgd; nearest: adam, adamw)");
    assertThat(problems("type = lion", s -> s.oneOf("type", choices)))
        .containsExactly("a.conf:1: type: \"lion\" (expected: one of adam, adamw, sgd)");
    assertThat(problems("", s -> s.oneOf("type", choices)))
        .containsExactly("a.conf:1: type: missing (expected: one of adam, adamw, sgd)");
  }

  @Test
  void anEnumIsChosenByItsConstantsNames() {
    Section section = of("where = native-order", new Problems());
    assertThat(section.oneOf("where", ByteOrders.class)).isEqualTo(ByteOrders.NATIVE_ORDER);
    assertThat(problems("where = middle", s -> s.oneOf("where", ByteOrders.class)))
        .containsExactly(
            "a.conf:1: where: \"middle\" (expected: one of big, little, native-order)");
  }

  private enum ByteOrders {
    BIG,
    LITTLE,
    NATIVE_ORDER
  }

  @Test
  void theDefaultStandsInForAWrongValue() {
    Problems problems = new Problems();
    Section section =
        of("margin = -1", problems)
            .withDefaults(ConfigFactory.parseString("margin = 0.5, alpha = 32").root());
    assertThat(section.number("margin", Range.POSITIVE)).isEqualTo(0.5);
    assertThat(section.number("alpha", Range.POSITIVE)).isEqualTo(32);
    assertThat(section.isWritten("alpha")).isFalse();
    assertThat(problems.all()).hasSize(1);
  }

  @Test
  void listsAndNamedObjectsKeepTheFilesOrder() {
    Problems problems = new Problems();
    Section section =
        of("tasks = [ { a = 1 }, { a = 2 } ]\nstudents {\n z { }\n m { }\n a { }\n}", problems);
    assertThat(section.sections("tasks"))
        .extracting(Section::path)
        .containsExactly("tasks[0]", "tasks[1]");
    assertThat(section.named("students").keySet()).containsExactly("z", "m", "a");
    assertThat(section.named("students").values()).extracting(Section::path).contains("students.m");
  }

  @Test
  void whatIsNoListOrObjectIsRefusedInItsPlace() {
    assertThat(problems("tasks = [ { }, 3 ]", s -> s.sections("tasks")))
        .containsExactly("a.conf:1: tasks[1]: 3 (expected: an object { … })");
    assertThat(problems("tasks = { }", s -> s.sections("tasks")))
        .containsExactly("a.conf:1: tasks: {} (expected: a list of objects [ { … } ])");
    assertThat(problems("students = [ ]", s -> s.named("students")))
        .containsExactly(
            "a.conf:1: students: [] "
                + "(expected: an object of named objects { a { … }, b { … } })");
  }

  @Test
  void aTextMayBeUnderstoodByTheCaller() {
    assertThat(
            problems(
                "device = tpu",
                s ->
                    assertThat(s.parsed("device", "cpu or gpu0", 7, t -> Optional.<Integer>empty()))
                        .isEqualTo(7)))
        .containsExactly("a.conf:1: device: \"tpu\" (expected: cpu or gpu0)");
  }

  @Test
  void longValuesAreCutInMessages() {
    assertThat(problems("n = \"" + "x".repeat(500) + "\"", s -> s.whole("n", Range.ANY)).get(0))
        .hasSizeLessThan(150)
        .contains("x…");
  }

  @Test
  void theCallerMayRefuseAValueOrTheWholeSection() {
    assertThat(
            problems(
                "b { side = 63 }",
                s -> {
                  Section inner = s.section("b");
                  inner.refuse("side", "a multiple of 32");
                  inner.refuse("something else");
                }))
        .containsExactly(
            "a.conf:1: b.side: 63 (expected: a multiple of 32)",
            "a.conf:1: b: { … } (expected: something else)");
  }
}
