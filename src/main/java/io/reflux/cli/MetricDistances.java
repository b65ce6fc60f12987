package io.reflux.cli;

import io.reflux.evaluate.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The distances of embeddings that metrics go by.
 *
 * @param byName {@code euclidean} or {@code cosine} by the metric's name; those that go by none are
 *     left out
 */
record MetricDistances(Map<String, String> byName) {
  /** Of some metrics, in their order. */
  static MetricDistances of(List<Metric> metrics) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      metric
          .comparesBy()
          .ifPresent(
              distance -> names.put(metric.name(), distance.name().toLowerCase(Locale.ROOT)));
    }
    return new MetricDistances(names);
  }

  /** Of metrics whose names stand in a table; names that no metric has are left out. */
  static MetricDistances named(List<String> names) {
    return of(names.isEmpty() ? List.of() : MetricsOption.read(names, unknown -> {}));
  }

  /** As people read it; empty where no metric goes by a distance. */
  Optional<String> sentence() {
    Map<String, List<String>> metrics =
        byName.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    name -> String.valueOf(byName.get(name)), TreeMap::new, Collectors.toList()));
    return Optional.of(
            metrics.entrySet().stream()
                .map(
                    each ->
                        "by " + each.getKey() + " distance: " + String.join(", ", each.getValue()))
                .collect(Collectors.joining("; ")))
        .filter(words -> !words.isEmpty());
  }
}
