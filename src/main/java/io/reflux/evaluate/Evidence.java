package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the metrics of one evaluation look at; what several of them need is computed once. */
final class Evidence {
  private final Retrieval retrieval;
  private final List<Metric> metrics;
  private final TensorScope scope;
  private final Map<Distance, Map<String, Double>> means = new HashMap<>();
  private final Map<KMeansSettings, Clustering> clusterings = new HashMap<>();
  private final Map<Integer, int[][]> neighbours = new HashMap<>();

  Evidence(Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    this.retrieval = retrieval;
    this.metrics = metrics;
    this.scope = scope;
  }

  /** Queries and gallery. */
  public Retrieval retrieval() {
    return retrieval;
  }

  /** Where native work is done. */
  TensorScope scope() {
    return scope;
  }

  /** The queries, clustered into as many groups as they have classes. */
  Clustering clustering(KMeansSettings settings) {
    EmbeddingSet set = retrieval.queries();
    int k = ClusterMetric.classes(set.labels());
    return clusterings.computeIfAbsent(settings, s -> KMeans.cluster(set, k, s, scope));
  }

  /** The nearest gallery rows of each query by cosine, as many as the greediest metric asks for. */
  int[][] neighbours() {
    int most =
        metrics.stream()
            .filter(NeighbourVote.class::isInstance)
            .mapToInt(metric -> ((NeighbourVote) metric).k())
            .max()
            .orElse(1);
    Neighbours.Search search =
        new Neighbours.Search(most, Distance.COSINE, retrieval.leaveOneOut(), Progress.NONE);
    return neighbours.computeIfAbsent(
        most, k -> Neighbours.find(retrieval.queries(), retrieval.gallery(), search, scope));
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
