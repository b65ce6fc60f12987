package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Holds what the commands say of themselves. */
class HelpTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }

  @TestFactory
  Stream<DynamicTest> everyCommandSaysASentenceAndAnExample() {
    return Main.line().getSubcommands().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      var usage = each.getValue().getCommandSpec().usageMessage();
                      assertThat(usage.description()[0]).as("the list of commands").endsWith(".");
                      assertThat(each.getValue().getUsageMessage())
                          .contains("Example")
                          .contains("  reflux " + each.getKey());
                    }));
  }

  /** A process knows but outlines of the commands that it isn't asked for. */
  @TestFactory
  Stream<DynamicTest> aCommandAloneIsWhatItIsAmongAll() {
    CommandLine whole = Main.line();
    return whole.getSubcommands().keySet().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      CommandLine some = new CommandLine(whole.getCommandSpec().userObject());
                      Commands.add(some, name);
                      HelpExamples.add(some);
                      assertThat(some.getUsageMessage()).isEqualTo(whole.getUsageMessage());
                      assertThat(help(some, name)).isEqualTo(help(whole, name));
                    }));
  }

  private static String help(CommandLine program, String command) {
    return Objects.requireNonNull(program.getSubcommands().get(command)).getUsageMessage();
  }

  /** A line that ends in the source ends nowhere else: screens are of many widths. */
  @TestFactory
  Stream<DynamicTest> paragraphsAreBrokenByTheScreenAlone() {
    return commands(Main.line())
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.qualifiedName(),
                    () -> {
                      assertThat(each.usageMessage().description()).hasSizeLessThanOrEqualTo(2);
                      assertThat(each.usageMessage().description()[0]).endsWith(".");
                      for (CommandLine.Model.ArgSpec word : each.args()) {
                        assertThat(word.description()).as(word.paramLabel()).hasSize(1);
                      }
                    }));
  }

  private static Stream<CommandLine.Model.CommandSpec> commands(CommandLine of) {
    return Stream.concat(
        Stream.of(of.getCommandSpec()),
        of.getSubcommands().values().stream().flatMap(HelpTest::commands));
  }

  @Test
  void theNearestCommandIsNamed() {
    assertThat(reflux("reusme", "runs/x")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString().strip())
        .isEqualTo("reflux: reusme (expected: a command; nearest: resume)");
  }

  @ParameterizedTest
  @CsvSource({
    "trian, run",
    "train, run",
    "fti, run",
    "verfy, check",
    "predict, embed",
    "statsu, list"
  })
  void whatOtherProgramsCallItLeadsToOurs(String word, String command) {
    assertThat(reflux(word, "mine.conf")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString().strip())
        .startsWith("reflux: " + word + " (expected: a command; nearest: " + command);
  }

  @TestFactory
  Stream<DynamicTest> aLetterThatIsWrongLeadsToTheCommand() {
    Set<String> commands = Main.line().getSubcommands().keySet();
    return commands.stream()
        .map(command -> DynamicTest.dynamicTest(command, () -> isNamed(command, commands)));
  }

  private void isNamed(String command, Set<String> commands) {
    for (String word : slips(command)) {
      if (!commands.contains(word)) {
        err.getBuffer().setLength(0);
        assertThat(reflux(word)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().strip())
            .startsWith("reflux: " + word + " (expected: a command; nearest: ")
            .containsPattern("\\b" + command + "\\b");
      }
    }
  }

  /** With a letter left out, doubled, replaced, or swapped with the next. */
  private static Set<String> slips(String word) {
    Set<String> slips = new TreeSet<>();
    for (int i = 0; i < word.length(); i++) {
      String before = word.substring(0, i);
      String after = word.substring(i + 1);
      slips.add(before + after);
      slips.add(before + word.charAt(i) + word.charAt(i) + after);
      slips.add(before + "x" + after);
      if (i + 1 < word.length()) {
        slips.add(before + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2));
      }
    }
    return slips;
  }

  @Test
  void completionKnowsEveryCommand() {
    assertThat(reflux("completion")).isZero();
    assertThat(out.toString()).contains("complete -F", "conformance", "--run-dir");
  }

  @Test
  void theManualPageHasEveryCommandAndNoLineThatTroffMisreads() {
    assertThat(reflux("man")).isZero();
    assertThat(out.toString()).startsWith(".TH REFLUX 1\n").contains(".SS reflux resume RUN_DIR");
    assertThat(out.toString().lines().filter(line -> line.startsWith(".")))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|B)( .*)?"));
  }
}
