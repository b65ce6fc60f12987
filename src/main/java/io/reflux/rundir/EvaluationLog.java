package io.reflux.rundir;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The evaluations of one student, by epoch. Those that the pipeline file asks for can be the best
 * or the last; others, which somebody asked for meanwhile, are only known.
 */
public final class EvaluationLog {
  private final TreeMap<Integer, Map<String, Double>> byEpoch = new TreeMap<>();
  private final Set<Long> steps = new HashSet<>();

  /** Notes the metrics after a step. */
  void add(int epoch, long step, Map<String, Double> metrics) {
    steps.add(step);
    byEpoch.put(epoch, metrics);
  }

  /** Notes that there are metrics after a step, which are neither the best nor the last. */
  void addAside(long step) {
    steps.add(step);
  }

  /** True if there are metrics of the student as it was after this step. */
  boolean has(long step) {
    return steps.contains(step);
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
