package io.reflux.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A number that says how well k-means finds the classes, with as many clusters as the set has
 * classes. The cosine variants assign rows to the same centroids, divided by their lengths, as the
 * S2SD code base does.
 *
 * @param name the metric's name
 * @param distance what rows are assigned to centroids by
 * @param settings how the rows are clustered
 * @param value the number
 */
record ClusterMetric(
    String name, Distance distance, KMeansSettings settings, ToDoubleFunction<Partitions> value)
    implements Metric {

  @Override
  public double value(Evidence evidence) {
    EmbeddingSet set = evidence.retrieval().queries();
    Clustering clustering = evidence.clustering(settings);
    int[] assignments =
        distance == Distance.EUCLIDEAN
            ? clustering.assignments()
            : Clustering.nearest(set, clustering.centroidRows(), distance, evidence.scope());
    return value.applyAsDouble(Partitions.of(assignments, set.labels()));
  }

  @Override
  public Optional<Distance> comparesBy() {
    return Optional.of(distance);
  }

  /** How many different labels there are. */
  static int classes(int[] labels) {
    return (int) Arrays.stream(labels).distinct().count();
  }
}
