package io.reflux.rundir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number that several runs came to.
 *
 * @param mean its mean
 * @param sd its standard deviation, by n - 1; null of one run
 * @param values what each run came to, in the order of the seeds
 */
public record Spread(double mean, @Nullable Double sd, List<Double> values) {

  /** The spread of some values, at least one. */
  public static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(v -> v).sum() / values.size();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    Double sd = values.size() > 1 ? Math.sqrt(squares / (values.size() - 1)) : null;
    return new Spread(mean, sd, List.copyOf(values));
  }

  /** The spread of every metric that all runs have, in the first one's order. */
  static Map<String, Spread> of(List<Map<String, Double>> runs, Iterable<String> names) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String name : names) {
      if (runs.stream().allMatch(run -> run.containsKey(name))) {
        spreads.put(name, of(runs.stream().map(run -> run.get(name)).toList()));
      }
    }
    return spreads;
  }
}
