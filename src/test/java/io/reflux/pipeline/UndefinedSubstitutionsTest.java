package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A substitution that nothing defines is named, whichever key's value it was to be. */
class UndefinedSubstitutionsTest {
  /** A key and its value, which no block is. */
  private static final Pattern VALUE = Pattern.compile("\\s*(\\S+) = .*[^{\\[]");

  @Test
  void isNamedAtEveryKey() throws PipelineException {
    String text = Texts.read(Texts.GOOD).resolved();
    List<String> lines = List.of(text.split("\n"));
    List<String> passed = new ArrayList<>();
    int tried = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher line = VALUE.matcher(lines.get(i));
      if (line.matches()) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(i, line.group(1) + " = ${nowhere}");
        tried++;
        String told = Texts.problems(String.join("\n", changed)).toString();
        if (!told.contains("${nowhere} (expected: a substitution that is defined somewhere)")) {
          passed.add(line.group(1) + ": " + told);
        }
      }
    }
    assertThat(tried).isGreaterThan(100);
    assertThat(passed).isEmpty();
  }
}
