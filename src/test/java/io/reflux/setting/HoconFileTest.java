package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds includes, substitutions and overrides to HOCON's rules, and broken text to one sentence.
 */
class HoconFileTest {
  @TempDir private Path folder;

  private final Problems problems = new Problems();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Optional<Section> read(String text, String... overrides) throws IOException {
    return HoconFile.read(write("main.conf", text), List.of(overrides), problems);
  }

  private List<String> found() {
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void aSyntaxErrorIsOneProblemWithItsLine() throws IOException {
    assertThat(read("a = 1\nb = [1, 2\nc = 3\n")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0))
        .isEqualTo("main.conf:2: syntax: [ that is never closed (expected: a ] for it)");
  }

  @Test
  void anUnclosedBraceIsOneProblem() throws IOException {
    assertThat(read("data {\n  a = 1\n")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).startsWith("main.conf:").contains(": syntax: ");
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    assertThat(HoconFile.read(folder.resolve("no.conf"), List.of(), problems)).isEmpty();
    assertThat(found())
        .containsExactly(folder.resolve("no.conf") + ": missing (expected: a pipeline file)");
  }

  @Test
  void includesKeepTheirOwnFileAndLine() throws IOException {
    write("base.conf", "\n\nmargin = -1\nshared { alpha = 1 }\n");
    Section root = read("include \"base.conf\"\nshared { beta = 2 }\n").orElseThrow();
    root.number("margin", Range.POSITIVE);
    Section shared = root.section("shared");
    assertThat(shared.whole("alpha", Range.ANY)).isEqualTo(1);
    assertThat(shared.whole("beta", Range.ANY)).isEqualTo(2);
    assertThat(found()).containsExactly("base.conf:3: margin: -1 (expected: > 0)");
  }

  @Test
  void anIncludeThatIsNotThereIsAProblem() throws IOException {
    assertThat(read("a = 1\ninclude \"nowhere.conf\"\n")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).contains("nowhere.conf");
  }

  @Test
  void anIncludedFileThatIsNotThereIsAProblem() throws IOException {
    assertThat(read("include file(\"" + folder + "/nowhere.conf\")\n")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).contains("nowhere.conf");
  }

  @Test
  void aSyntaxErrorInAnIncludeNamesTheIncludedFile() throws IOException {
    write("broken.conf", "x = 1\ny = }\n");
    assertThat(read("include \"broken.conf\"\n")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).startsWith("broken.conf:2: syntax: ");
  }

  @Test
  void substitutionsAreResolved() throws IOException {
    Section root = read("side = 32\nview { side = ${side}, also = ${view.side} }").orElseThrow();
    assertThat(root.section("view").whole("also", Range.ANY)).isEqualTo(32);
    assertThat(found()).isEmpty();
  }

  @Test
  void theEnvironmentFillsWhatTheFileLeavesOpen() throws IOException {
    Section root =
        read("home = ${HOME}\nmaybe = /else\nmaybe = ${?REFLUX_NOT_SET_ANYWHERE}").orElseThrow();
    assertThat(root.text("home")).isEqualTo(System.getenv("HOME"));
    assertThat(root.text("maybe")).isEqualTo("/else");
    assertThat(found()).isEmpty();
  }

  @Test
  void everyUndefinedSubstitutionIsAProblemOfItsOwn() throws IOException {
    Section root =
        read("a = ${nope}\nb = ${nada}\"/x\"\nc = ${none} { d = 1 }\ne = [ ${nil} ]\nf = 1")
            .orElseThrow();
    root.whole("a", Range.ANY);
    root.text("b");
    root.section("c");
    root.wholes("e", Range.ANY);
    root.number("f", Range.ANY);
    root.finish();
    assertThat(found())
        .hasSize(4)
        .allSatisfy(
            p ->
                assertThat(p)
                    .matches("main.conf:\\d: [abce]: .*\\$\\{n.*")
                    .endsWith("(expected: a substitution that is defined somewhere)"));
  }

  @Test
  void overridesWinOverTheFileAndAreNamedInMessages() throws IOException {
    Section root = read("seed = 1\ntwice = ${seed}", "seed=-5").orElseThrow();
    assertThat(root.whole("twice", Range.ANY)).isEqualTo(-5);
    root.whole("seed", Range.NOT_NEGATIVE);
    assertThat(found()).containsExactly("-D seed=-5: seed: -5 (expected: a whole number >= 0)");
  }

  @Test
  void anObjectThatAnOverrideReachesIntoIsNamedByTheOverride() throws IOException {
    Section root = read("data { root = here, other = 1 }", "data.root=there").orElseThrow();
    root.section("data").refuse("a folder");
    assertThat(found()).containsExactly("-D data.root=there: data: { … } (expected: a folder)");
  }

  @Test
  void aBrokenOverrideIsOneProblem() throws IOException {
    assertThat(read("seed = 1", "seed=[")).isEmpty();
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).startsWith("-D seed=[: syntax: ");
  }

  @Test
  void overridesReachIntoListsByName() throws IOException {
    Section root =
        read(
                "tasks = [ { name = a, epochs = 1 }, { name = b, epochs = 1, inner { x = 1 } } ]",
                "tasks.b.epochs=0",
                "tasks.b.inner.y=2",
                "tasks.c.epochs=3")
            .orElseThrow();
    Section second = root.sections("tasks").get(1);
    assertThat(second.section("inner").whole("x", Range.ANY)).isEqualTo(1);
    assertThat(second.section("inner").whole("y", Range.ANY)).isEqualTo(2);
    second.whole("epochs", Range.POSITIVE);
    assertThat(found())
        .containsExactly(
            "-D tasks.c.epochs=3: tasks.c: {\"epochs\":3} (expected: the name of an object; known:"
                + " a, b)",
            "-D tasks.b.epochs=0: tasks[1].epochs: 0 (expected: a whole number > 0)");
  }
}
