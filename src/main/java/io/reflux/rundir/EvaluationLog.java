package io.reflux.rundir;

import java.util.Map;
import java.util.TreeMap;

/** The evaluations of one student, by epoch. */
public final class EvaluationLog {
  private final TreeMap<Integer, Map<String, Double>> byEpoch = new TreeMap<>();

  /** Notes the metrics after an epoch. */
  void add(int epoch, Map<String, Double> metrics) {
    byEpoch.put(epoch, metrics);
  }

  /** True if there are metrics of this epoch. */
  boolean has(int epoch) {
    return byEpoch.containsKey(epoch);
  }

  /** True if no metrics noted so far are higher in {@code metric}, or as high. */
  boolean isBest(Map<String, Double> metrics, String metric) {
    double value = metrics.getOrDefault(metric, Double.NEGATIVE_INFINITY);
    return byEpoch.values().stream()
        .allMatch(other -> other.getOrDefault(metric, Double.NEGATIVE_INFINITY) < value);
  }

  /** The first epoch with the highest value; 0 if there is none. */
  public int bestEpoch(String metric) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Integer, Map<String, Double>> each : byEpoch.entrySet()) {
      double value = each.getValue().getOrDefault(metric, Double.NEGATIVE_INFINITY);
      if (best == 0 || value > highest) {
        best = each.getKey();
        highest = value;
      }
    }
    return best;
  }

  /** The last epoch evaluated; 0 if there is none. */
  public int lastEpoch() {
    return byEpoch.isEmpty() ? 0 : byEpoch.lastKey();
  }

  /** The metrics of an epoch; empty if there are none. */
  public Map<String, Double> of(int epoch) {
    return byEpoch.getOrDefault(epoch, Map.of());
  }
}
