package io.reflux.cli;

import io.reflux.pipeline.KeyRule;
import java.util.stream.Collectors;

/** The keys of a pipeline file, by whether they may change when a run goes on. */
final class KeyList {
  private KeyList() {}

  static String text() {
    return "* is one word (the name of a task, train), ** any number of them;"
        + " what lies below a key goes with it.\n"
        + list(
            KeyRule.Freedom.FREE,
            "May be edited in the run's pipeline.conf or set by -D; no number depends on them:")
        + list(KeyRule.Freedom.ASSIGNED, "May be set by -D; it is written into journal.jsonl:")
        + list(
            KeyRule.Freedom.FIXED,
            "Stay as they are in tasks that have begun (but for --allow pipeline), with the"
                + " reason:");
  }

  private static String list(KeyRule.Freedom freedom, String title) {
    return KeyRule.all().stream()
        .filter(rule -> rule.freedom() == freedom)
        .map(rule -> String.format("  %-38s %s%n", rule.keys(), rule.why()))
        .collect(Collectors.joining("", String.format("%n%s%n", title), ""));
  }
}
