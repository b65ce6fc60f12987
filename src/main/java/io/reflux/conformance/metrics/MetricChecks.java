package io.reflux.conformance.metrics;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.List;
import java.util.Map;

/** Which check a metric's case takes. */
final class MetricChecks {
  private static final Map<String, Check> BY_NAME =
      Map.ofEntries(
          Map.entry("lr_recall", RankingChecks::recalls),
          Map.entry("query_gallery_recall", RankingChecks::queryGallery),
          Map.entry("knn_top1", RankingChecks::vote),
          Map.entry("nmi", ClusterChecks::nmi),
          Map.entry("f1", ClusterChecks::f1),
          Map.entry("c_nmi", ClusterChecks::cosineNmi),
          Map.entry("c_f1", ClusterChecks::cosineF1),
          Map.entry("nearest_centroid", ClusterChecks::nearestCentroid),
          Map.entry("kmeans_nmi", ClusterChecks::whole),
          Map.entry("kmeans_f1", ClusterChecks::whole),
          Map.entry("dists", ShapeChecks::distances),
          Map.entry("rho_spectrum", ShapeChecks::spectrum),
          Map.entry("combined_embedding", CombinedChecks::combined),
          Map.entry("linear_eval_normalise", ProbeChecks::standardisation),
          Map.entry("linear_eval_accuracy", ProbeChecks::logits));

  /** Runs one case in a scope. */
  @FunctionalInterface
  interface Check {
    List<String> run(MetricCase golden, TensorScope scope);
  }

  private MetricChecks() {}

  /** What differs; metrics without a check of their own are rankings. */
  static List<String> differences(MetricCase golden, Device device) {
    String family = golden.operation().replaceFirst("@.*", "");
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      return BY_NAME.getOrDefault(family, RankingChecks::ranking).run(golden, scope);
    }
  }
}
