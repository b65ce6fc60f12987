package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of injected faults: by kind, how many ended in which documented way. */
final class FaultTable {

  /** The ways in which a run may end that met a fault. */
  enum Outcome {
    /** Losses, evaluations and weights are those of the undisturbed run, to the bit. */
    SAME_NUMBERS,
    /** It ended in a sentence that names the fault. */
    NAMED,
    /**
     * It ended in a sentence that names the fault, and went on from there with the same numbers.
     */
    NAMED_AND_RESUMED,
    /** It ended well without what was lost, which it named. */
    LOSS_TOLD
  }

  /** A fault and its trial. */
  interface Trying {
    /** Provokes it; throws, or fails an assertion, if it ends in no documented way. */
    Outcome meet() throws Exception;
  }

  /**
   * A fault that can be met.
   *
   * @param kind its line in the table
   * @param name which of its kind, for messages
   * @param trying the trial
   */
  record Fault(String kind, String name, Trying trying) {}

  private final Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  /** Provokes a fault. */
  void meet(Fault fault) {
    try {
      Outcome outcome = fault.trying().meet();
      counts.computeIfAbsent(fault.kind(), k -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
    } catch (Exception | AssertionError e) {
      wrong.add(fault.kind() + ", " + fault.name() + ": " + e);
    }
  }

  /** Prints the table; fails if a fault ended in no documented way, or there were too few. */
  void close(int least) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-34s", "fault"));
    for (Outcome outcome : Outcome.values()) {
      text.append(String.format("%20s", words(outcome)));
    }
    counts.forEach(
        (kind, row) -> {
          text.append(String.format("%n%-34s", kind));
          for (Outcome outcome : Outcome.values()) {
            text.append(String.format("%20d", row.getOrDefault(outcome, 0)));
          }
        });
    int met = counts.values().stream().flatMap(row -> row.values().stream()).mapToInt(n -> n).sum();
    text.append(String.format("%n%d faults, %d in no documented way%n", met, wrong.size()));
    wrong.forEach(each -> text.append(each).append(System.lineSeparator()));
    System.out.println(text);
    assertThat(wrong).as(text.toString()).isEmpty();
    assertThat(met).isGreaterThanOrEqualTo(least);
  }

  private static String words(Outcome outcome) {
    return outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
