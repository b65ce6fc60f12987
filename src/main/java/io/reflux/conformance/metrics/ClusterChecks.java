package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Clustering;
import io.reflux.evaluate.Distance;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.KMeans;
import io.reflux.evaluate.KMeansSettings;
import io.reflux.evaluate.Partitions;
import java.util.Arrays;
import java.util.List;

/** Clusterings and how they agree with classes. */
final class ClusterChecks {
  private ClusterChecks() {}

  static List<String> nmi(MetricCase golden, TensorScope scope) {
    return golden.compare("value", given(golden).normalisedMutualInformation());
  }

  static List<String> f1(MetricCase golden, TensorScope scope) {
    return golden.compare("value", given(golden).pairwiseF1());
  }

  static List<String> cosineNmi(MetricCase golden, TensorScope scope) {
    return golden.compare("value", byCosine(golden, scope).normalisedMutualInformation());
  }

  static List<String> cosineF1(MetricCase golden, TensorScope scope) {
    return golden.compare("value", byCosine(golden, scope).pairwiseF1());
  }

  static List<String> nearestCentroid(MetricCase golden, TensorScope scope) {
    int[] nearest =
        Clustering.nearest(golden.set(), golden.rows("centroids"), Distance.EUCLIDEAN, scope);
    return golden.compare("assignments", Arrays.stream(nearest).asDoubleStream().toArray());
  }

  static List<String> whole(MetricCase golden, TensorScope scope) {
    EmbeddingSet set = golden.set();
    int k = golden.params().path("k").asInt();
    KMeansSettings settings = new KMeansSettings(golden.params().path("iterations").asInt(), 1, 0);
    Clustering clustering = KMeans.cluster(set, k, settings, scope);
    Partitions partitions = Partitions.of(clustering.assignments(), set.labels());
    return golden.compareWithRange(
        golden.operation().endsWith("nmi")
            ? partitions.normalisedMutualInformation()
            : partitions.pairwiseF1());
  }

  private static Partitions given(MetricCase golden) {
    return Partitions.of(MetricCase.ints(golden.inputs().path("assignments")), golden.labels());
  }

  private static Partitions byCosine(MetricCase golden, TensorScope scope) {
    EmbeddingSet set = golden.set();
    int[] nearest = Clustering.nearest(set, golden.rows("centroids"), Distance.COSINE, scope);
    return Partitions.of(nearest, set.labels());
  }
}
