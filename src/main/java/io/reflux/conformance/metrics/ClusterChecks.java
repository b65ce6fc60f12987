package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Distance;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Neighbours;
import io.reflux.evaluate.Progress;
import io.reflux.evaluate.Retrieval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Clusterings and how they agree with classes. */
final class ClusterChecks {
  private ClusterChecks() {}

  static List<String> nmi(MetricCase golden, TensorScope scope) {
    return golden.compare("value", agreement("nmi", given(golden), golden.labels(), scope));
  }

  static List<String> f1(MetricCase golden, TensorScope scope) {
    return golden.compare("value", agreement("f1", given(golden), golden.labels(), scope));
  }

  static List<String> cosineNmi(MetricCase golden, TensorScope scope) {
    return golden.compare(
        "value", agreement("nmi", byCosine(golden, scope), golden.labels(), scope));
  }

  static List<String> cosineF1(MetricCase golden, TensorScope scope) {
    return golden.compare(
        "value", agreement("f1", byCosine(golden, scope), golden.labels(), scope));
  }

  static List<String> nearestCentroid(MetricCase golden, TensorScope scope) {
    int[] nearest = nearest(golden, Distance.EUCLIDEAN, scope);
    return golden.compare("assignments", Arrays.stream(nearest).asDoubleStream().toArray());
  }

  static List<String> whole(MetricCase golden, TensorScope scope) {
    Map<String, Object> kmeans =
        Map.of("iterations", golden.params().path("iterations").asInt(), "restarts", 1, "seed", 0);
    return golden.compareWithRange(
        Measured.value(
            golden.operation().replaceFirst("kmeans_", ""),
            Map.of("kmeans", kmeans),
            Retrieval.within(golden.set()),
            scope));
  }

  /**
   * How two groupings of the same rows agree, by the metric that clusters on its own: rows of the
   * coarser grouping are one point each, which k-means, with as many clusters as the finer grouping
   * has groups, gives back as they are. Both metrics take the groupings in any order.
   */
  private static double agreement(String metric, int[] one, int[] other, TensorScope scope) {
    boolean coarser = groups(one) <= groups(other);
    int[] clusters = coarser ? one : other;
    int[] labels = coarser ? other : one;
    int[] names = Arrays.stream(clusters).distinct().toArray();
    float[] points = new float[clusters.length * names.length];
    for (int row = 0; row < clusters.length; row++) {
      for (int i = 0; i < names.length; i++) {
        points[row * names.length + i] = clusters[row] == names[i] ? 1 : 0;
      }
    }
    EmbeddingSet set = new EmbeddingSet(points, names.length, labels);
    return Measured.value(metric, Retrieval.within(set), scope);
  }

  private static int groups(int[] assignments) {
    return (int) Arrays.stream(assignments).distinct().count();
  }

  private static int[] given(MetricCase golden) {
    return MetricCase.ints(golden.inputs().path("assignments"));
  }

  private static int[] byCosine(MetricCase golden, TensorScope scope) {
    return nearest(golden, Distance.COSINE, scope);
  }

  private static int[] nearest(MetricCase golden, Distance distance, TensorScope scope) {
    Neighbours.Search search = new Neighbours.Search(1, distance, false, Progress.NONE);
    int[][] nearest = Neighbours.find(golden.set(), golden.rows("centroids"), search, scope);
    return Arrays.stream(nearest).mapToInt(rows -> rows[0]).toArray();
  }
}
