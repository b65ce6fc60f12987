package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.stage.RunState;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds what Prometheus reads to its format and to its naming rules, those that {@code promtool
 * check metrics} looks for (https://prometheus.io/docs/practices/naming/).
 */
class ExpositionTest {
  private static final Set<String> TYPES = Set.of("counter", "gauge", "summary", "histogram");

  private static final Set<String> ABBREVIATED =
      Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

  private static final Set<String> NOT_BASE =
      Set.of(
          "milliseconds",
          "microseconds",
          "nanoseconds",
          "minutes",
          "hours",
          "days",
          "kilobytes",
          "megabytes",
          "gigabytes",
          "bits",
          "percent",
          "kelvin");

  /** What a server shows of a run at work. */
  static Exposition shown() {
    try (StatusMeters meters = new StatusMeters()) {
      return Exposition.parse(meters.text(Runs.at(7, RunState.RUNNING)));
    }
  }

  @Test
  void everyLineIsOfTheFormatAndNothingIsThereTwice() {
    assertThat(shown().faults()).isEmpty();
  }

  @Test
  void everyMetricIsExplainedAndOfAKnownType() {
    assertThat(shown().families().values())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            family -> {
              assertThat(family.help()).as(family.name()).isNotBlank();
              assertThat(family.type()).as(family.name()).isIn(TYPES);
              assertThat(family.series()).as(family.name()).isNotEmpty();
            });
  }

  @Test
  void namesFollowTheRules() {
    assertThat(shown().families().values())
        .allSatisfy(
            family -> {
              String name = family.name();
              assertThat(name).matches("[a-z][a-z0-9_]*").doesNotContain("__");
              assertThat(name.endsWith("_total"))
                  .as(name)
                  .isEqualTo(family.type().equals("counter"));
              assertThat(name).doesNotEndWith("_count").doesNotEndWith("_sum");
              List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("_"));
              assertThat(words)
                  .as(name)
                  .doesNotContainAnyElementsOf(TYPES)
                  .doesNotContainAnyElementsOf(ABBREVIATED)
                  .doesNotContainAnyElementsOf(NOT_BASE);
            });
  }

  @Test
  void theJvmAndTheProcessAreThereUnderTheirUsualNames() {
    assertThat(shown().families())
        .containsKeys(
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_buffer_memory_used_bytes",
            "jvm_gc_collection_seconds",
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_threads_live_threads",
            "jvm_classes_loaded_classes",
            "process_cpu_seconds_total",
            "process_start_time_seconds");
    assertThat(shown().family("jvm_memory_used_bytes").series())
        .anyMatch(series -> series.contains("area=\"heap\""))
        .anyMatch(series -> series.contains("area=\"nonheap\""));
    assertThat(shown().family("jvm_buffer_memory_used_bytes").series())
        .anyMatch(series -> series.contains("id=\"direct\""));
  }

  @Test
  void labelsAreEscaped() {
    String text = "# HELP a b\n# TYPE a gauge\na{x=\"q\\\"\\\\\\n\"} 1.0\na{x=\"q\"r\"} 1.0\n";
    assertThat(Exposition.parse(text).faults()).hasSize(1);
  }

  @Test
  void faultsAreFound() {
    assertThat(
            Stream.of(
                    "a 1.0",
                    "# TYPE a gauge\na 1.0\na 2.0",
                    "# TYPE a gauge\na 1.0\n# TYPE a gauge",
                    "# TYPE a gauge\nb 1.0",
                    "# TYPE a gauge\na one",
                    "# HELP a x\n# HELP a x")
                .map(text -> Exposition.parse(text).faults().size()))
        .containsOnly(1);
  }
}
