package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.cli.CaseFolder.Said;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code check} says of the mistakes that people make: {@code mistakes/table.txt}. */
class MistakesTest {
  private static final String CHANGE = " =>";
  private static final String AND = " & ";
  private static final String WORDS = "$ ";
  private static final String SWEEP = "% ";
  private static final String ANYTHING = "…";

  @TempDir private static Path root;
  private static CaseFolder folder;

  @BeforeAll
  static void make() throws IOException {
    folder = MistakesFolder.made(root);
  }

  /**
   * A mistake.
   *
   * @param head what is done wrong
   * @param said the problems that are told, one a line; {@code …} stands for anything
   */
  record Mistake(String head, List<String> said) {
    @Override
    public String toString() {
      return head;
    }
  }

  @Test
  void theTextItselfIsRight() throws IOException {
    Files.writeString(folder.at("p.conf"), resource("base.conf"));
    Said said = folder.reflux("check", folder.at("p.conf").toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void thereAreAHundred() throws IOException {
    assertThat(mistakes().stream().map(Mistake::head).distinct()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFoundAndToldInOneSentence(Mistake mistake) throws IOException {
    Said said = done(mistake.head());
    List<String> lines = said.all().replace(root.toString(), "@").lines().toList();
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(lines).doesNotHaveDuplicates().noneMatch(line -> line.contains("Exception"));
    List<String> told =
        lines.stream()
            .filter(
                line ->
                    !line.matches(
                        "\\d+ problems?|every trial is checked|warning: .*|\\(reflux .* says"
                            + " more\\)"))
            .toList();
    assertThat(told).hasSameSizeAs(mistake.said());
    for (int i = 0; i < told.size(); i++) {
      String expected =
          Stream.of(mistake.said().get(i).split(ANYTHING, -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      assertThat(told.get(i)).matches(expected);
    }
  }

  private static Said done(String head) throws IOException {
    String base = resource("base.conf");
    List<String> words = new ArrayList<>(List.of("check", folder.at("p.conf").toString()));
    if (head.startsWith(SWEEP)) {
      words.set(0, "sweep");
      words.addAll(List.of("--sweep-dir", folder.at("swept").toString()));
      words.addAll(List.of(head.substring(SWEEP.length()).split(" ")));
    } else if (head.startsWith(WORDS)) {
      words.addAll(List.of(head.substring(WORDS.length()).split(" ")));
    } else {
      for (String change : head.split(AND)) {
        int arrow = change.indexOf(CHANGE);
        String right = change.substring(0, arrow);
        String wrong = change.substring(arrow + CHANGE.length()).strip().replace("@/", root + "/");
        int at = base.indexOf(right);
        assertThat(at).as(right).isNotNegative();
        base = base.substring(0, at) + wrong + base.substring(at + right.length());
      }
    }
    Files.writeString(folder.at("p.conf"), base);
    return folder.reflux(words.toArray(String[]::new));
  }

  static List<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    for (String line : resource("table.txt").lines().toList()) {
      boolean told = line.startsWith("  ") && !line.contains(CHANGE);
      if (told) {
        mistakes.get(mistakes.size() - 1).said().add(line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        mistakes.add(new Mistake(line, new ArrayList<>()));
      }
    }
    return mistakes;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = MistakesTest.class.getResourceAsStream("/mistakes/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
