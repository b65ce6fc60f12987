package io.reflux.status;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;

/** Numbers of one instant with their names and labels, gathered for Prometheus. */
final class Samples {
  private final MetricSnapshots.Builder gathered = MetricSnapshots.builder();

  /** A number that goes up and down. */
  Samples gauge(String name, String meaning, double value) {
    return gauges(name, meaning, Map.of(Labels.EMPTY, value));
  }

  /** One such number for each of several labels; nothing where there is none. */
  Samples gauges(String name, String meaning, Map<Labels, Double> values) {
    List<GaugeDataPointSnapshot> points =
        values.entrySet().stream()
            .map(each -> new GaugeDataPointSnapshot(each.getValue(), each.getKey(), null))
            .toList();
    if (!points.isEmpty()) {
      GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(meaning);
      points.forEach(gauge::dataPoint);
      gathered.metricSnapshot(gauge.build());
    }
    return this;
  }

  /** A number that only grows while the process lives; {@code _total} is added to its name. */
  Samples counter(String name, String meaning, double value) {
    return counters(name, meaning, Map.of(Labels.EMPTY, value));
  }

  /** One such number for each of several labels; nothing where there is none. */
  Samples counters(String name, String meaning, Map<Labels, Double> values) {
    if (!values.isEmpty()) {
      CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(meaning);
      values.forEach(
          (labels, value) ->
              counter.dataPoint(new CounterDataPointSnapshot(value, labels, null, 0)));
      gathered.metricSnapshot(counter.build());
    }
    return this;
  }

  /** Numbers of another kind. */
  void add(MetricSnapshot snapshot) {
    gathered.metricSnapshot(snapshot);
  }

  MetricSnapshots snapshots() {
    return gathered.build();
  }
}
