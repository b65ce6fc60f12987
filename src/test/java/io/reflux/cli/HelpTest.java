package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
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

  @Test
  void theNearestCommandIsNamed() {
    assertThat(reflux("reusme", "runs/x")).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString().strip())
        .isEqualTo("reflux: reusme (expected: a command; nearest: resume)");
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
