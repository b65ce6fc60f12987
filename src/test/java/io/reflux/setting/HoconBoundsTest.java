package io.reflux.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that nobody writes by hand: one sentence each, and soon. */
class HoconBoundsTest {
  private static final int DEEP = 30_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"{a:", "[", "a{", "a=[", "\n{\"a{\":", "\"\"\" \" \"\"\"{a:"})
  void aTextNestedWithoutEndIsOneSentence(String level) throws IOException {
    for (int levels : new int[] {Nesting.MOST + 1, DEEP}) {
      assertThat(problem(level.repeat(levels)))
          .startsWith("main.conf: syntax: more than 200 levels of nesting in line ")
          .endsWith(" (expected: at most 200)");
    }
  }

  @Test
  void theLineIsNamed() throws IOException {
    assertThat(problem("# one\n" + "{a:\n".repeat(DEEP))).contains(" in line 202 ");
  }

  @Test
  void aLongPathIsNestedToo() throws IOException {
    String expected = "main.conf: syntax: more than 200 levels of nesting (expected: at most 200)";
    assertThat(problem("a.".repeat(DEEP) + "a = 1")).isEqualTo(expected);
    assertThat(problem("a.".repeat(Nesting.MOST) + "a = 1")).isEqualTo(expected);
  }

  @Test
  void anIncludeNestedWithoutEndIsOneSentence() throws IOException {
    Files.writeString(folder.resolve("deep.conf"), "{a:".repeat(1_000_000));
    assertThat(problem("include \"deep.conf\"")).contains("more than 200 levels of nesting");
  }

  @Test
  void aHugeFileIsNotParsed() throws IOException {
    assertThat(problem(" ".repeat((1 << 20) + 1)))
        .isEqualTo("main.conf: syntax: 1048577 bytes (expected: at most 1048576)");
  }

  @Test
  void aFileInAnotherEncodingIsNamedWithItsLine() throws IOException {
    Path file = folder.resolve("main.conf");
    String expected = " is not in UTF-8 (expected: a text in UTF-8)";
    Files.writeString(file, "a = 1\nb = \"Früchte\"\n", StandardCharsets.ISO_8859_1);
    assertThat(problemOf(file)).isEqualTo("main.conf: syntax: line 2" + expected);
    Files.writeString(file, "a = 1\n", StandardCharsets.UTF_16);
    assertThat(problemOf(file)).isEqualTo("main.conf: syntax: line 1" + expected);
    Files.writeString(file, "a = 1\n", StandardCharsets.UTF_16LE);
    assertThat(problemOf(file)).isEqualTo("main.conf: syntax: line 1" + expected);
    assertThat(problemOf(folder)).endsWith(": a folder (expected: a pipeline file)");
  }

  private static String problemOf(Path file) {
    Problems problems = new Problems();
    assertThat(HoconFile.read(file, List.of(), problems)).isEmpty();
    assertThat(problems.all()).hasSize(1);
    return problems.all().get(0).toString();
  }

  @Test
  void substitutionsThatMultiplyAreOneSentence() throws IOException {
    StringBuilder text = new StringBuilder("a0 = [1, 1]\n");
    for (int i = 1; i < 19; i++) {
      text.append("a%d = ${a%d}${a%d}\n".formatted(i, i - 1, i - 1));
    }
    assertThat(problem(text.toString()))
        .isEqualTo("main.conf: syntax: more than 262144 values (expected: fewer of them)");
  }

  @Test
  void whatOthersWriteIsRead() throws IOException {
    Problems problems = new Problems();
    String text = "{a:".repeat(100) + "1" + "}".repeat(100) + "\n# " + "{".repeat(500);
    String quoted = "s = \"" + "[".repeat(500) + "\\\"{\"\nt = \"\"\"" + "{".repeat(500) + "\"\"\"";
    assertThat(HoconFile.read(write(text), List.of(), problems)).isPresent();
    assertThat(HoconFile.read(write(quoted), List.of(), problems)).isPresent();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void workThatRunsOutOfSomethingIsOneSentence() {
    Duration soon = Duration.ofMillis(1);
    Duration late = Duration.ofDays(1);
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(() -> new Bounded(late, soon).run(() -> await(never)))
        .hasMessage("not read within 0 s (expected: files that can be read)");
    assertThatThrownBy(() -> new Bounded(soon, late).run(() -> spin(never)))
        .hasMessage("substitutions that take more than 0 s (expected: fewer of them)");
    never.countDown();
    Bounded patient = new Bounded(late, late);
    assertThatThrownBy(() -> patient.run(() -> endless(1)))
        .isInstanceOf(RefusedTextException.class)
        .hasMessage("more than 200 levels of nesting (expected: at most 200)");
    assertThatThrownBy(
            () ->
                patient.run(
                    () -> {
                      throw new OutOfMemoryError("no heap");
                    }))
        .hasMessage("more values than there is memory for (expected: fewer of them)");
    assertThatThrownBy(
            () ->
                patient.run(
                    () -> {
                      throw new IllegalStateException("ours");
                    }))
        .hasMessage("ours");
  }

  private static int endless(int n) {
    return n == 0 ? 0 : 1 + endless(n + 1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static boolean spin(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
    return true;
  }

  private String problem(String text) throws IOException {
    return problemOf(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("main.conf"), text);
  }
}
