package io.reflux.conformance.metrics;

import io.reflux.conformance.CaseSettings;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.evaluate.Retrieval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics by the names and settings of a pipeline file, measured as an evaluation measures. */
final class Measured {
  private Measured() {}

  /** One metric. */
  static double value(String name, Retrieval retrieval, TensorScope scope) {
    return value(name, Map.of(), retrieval, scope);
  }

  /** One metric with some of the settings that stand beside the metrics' names. */
  static double value(
      String name, Map<String, Object> settings, Retrieval retrieval, TensorScope scope) {
    return values(List.of(name), settings, retrieval, scope)[0];
  }

  /** Several metrics, in the order of their names. */
  static double[] values(List<String> names, Retrieval retrieval, TensorScope scope) {
    return values(names, Map.of(), retrieval, scope);
  }

  private static double[] values(
      List<String> names, Map<String, Object> settings, Retrieval retrieval, TensorScope scope) {
    Map<String, Object> written = new LinkedHashMap<>(settings);
    written.put("metrics", names);
    List<Metric> metrics = CaseSettings.read(written, MetricSettings::read).metrics();
    return Evaluation.evaluate(retrieval, metrics, scope).values().stream()
        .mapToDouble(value -> value)
        .toArray();
  }
}
