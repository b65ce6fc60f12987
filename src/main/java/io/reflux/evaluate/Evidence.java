package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the metrics of one evaluation look at; what several of them need is computed once. */
public final class Evidence {
  private final Retrieval retrieval;
  private final List<Metric> metrics;
  private final TensorScope scope;
  private final Map<Distance, Map<String, Double>> means = new HashMap<>();

  Evidence(Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    this.retrieval = retrieval;
    this.metrics = metrics;
    this.scope = scope;
  }

  /** Queries and gallery. */
  public Retrieval retrieval() {
    return retrieval;
  }

  /** The mean of a ranking metric's terms; one pass serves all metrics of a distance. */
  double mean(RankingMetric metric) {
    Map<String, Double> ofDistance =
        means.computeIfAbsent(
            metric.distance(),
            distance ->
                RankingPass.means(
                    retrieval,
                    metrics.stream()
                        .filter(RankingMetric.class::isInstance)
                        .map(RankingMetric.class::cast)
                        .filter(m -> m.distance() == distance)
                        .toList(),
                    scope));
    return ofDistance.getOrDefault(metric.name(), Double.NaN);
  }
}
