package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.Metrics;
import io.reflux.evaluate.RankingMetric;
import io.reflux.evaluate.Ranks;
import io.reflux.evaluate.Retrieval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Recall, the mAP family, and the vote of neighbours. */
final class RankingChecks {
  private static final Map<String, String> NAMES =
      Map.of(
          "mAP", "map",
          "mAP_1000", "map@1000",
          "c_mAP_1000", "c_map@1000",
          "mAP_c", "map-c",
          "c_mAP_c", "c_map-c",
          "mAP_lim", "map-lim",
          "c_mAP_lim", "c_map-lim");

  private RankingChecks() {}

  static List<String> ranking(MetricCase golden, TensorScope scope) {
    String operation = golden.operation();
    String name = NAMES.getOrDefault(operation, operation.replaceFirst("^e_", ""));
    EmbeddingSet set = golden.set();
    RankingMetric metric = (RankingMetric) metric(name);
    boolean clean = golden.expected().has("self_excluded");
    Metric asked = clean ? metric : asOriginal(metric, set);
    return golden.compare(
        clean ? "self_excluded" : "value", value(Retrieval.within(set), asked, scope));
  }

  static List<String> recalls(MetricCase golden, TensorScope scope) {
    List<Metric> metrics =
        Arrays.stream(MetricCase.ints(golden.params().path("k_list")))
            .mapToObj(k -> metric("recall@" + k))
            .toList();
    double[] values =
        Evaluation.evaluate(golden.set(), metrics, scope).values().stream()
            .mapToDouble(value -> value)
            .toArray();
    boolean originalFails = golden.expected().has("original_error");
    return originalFails ? ascending(values) : golden.compare("values", values);
  }

  static List<String> queryGallery(MetricCase golden, TensorScope scope) {
    Retrieval retrieval =
        Retrieval.between(
            golden.set("query", "query_labels"), golden.set("gallery", "gallery_labels"));
    String name = golden.operation().replaceFirst("query_gallery_", "");
    return golden.compare("value", value(retrieval, metric(name), scope));
  }

  static List<String> vote(MetricCase golden, TensorScope scope) {
    Retrieval retrieval =
        Retrieval.between(
            golden.set("val_features", "val_labels"), golden.set("train_features", "train_labels"));
    Metric metric = metric("knn@" + golden.params().path("k").asInt());
    return golden.compareWithRange(100 * value(retrieval, metric, scope));
  }

  private static Metric metric(String name) {
    return Metrics.CATALOGUE
        .named(name)
        .orElseThrow(
            () -> new IllegalArgumentException(name + " (expected: the name of a metric)"));
  }

  private static double value(Retrieval retrieval, Metric metric, TensorScope scope) {
    return Evaluation.evaluate(retrieval, List.of(metric), scope)
        .getOrDefault(metric.name(), Double.NaN);
  }

  private static List<String> ascending(double[] values) {
    boolean fine = IntStream.range(1, values.length).allMatch(i -> values[i] >= values[i - 1]);
    return fine && values[0] >= 0 && values[values.length - 1] <= 1
        ? List.of()
        : List.of("values: " + Arrays.toString(values) + " (expected: ascending in 0 … 1)");
  }

  /**
   * The metric with the original's padding: where its search finds fewer rows than asked for, it
   * reads the label of the last row, so that every rank from n on is a hit for that row's class.
   */
  private static Metric asOriginal(RankingMetric metric, EmbeddingSet set) {
    int n = set.count();
    int[] query = {0};
    return new RankingMetric(
        metric.name(),
        metric.distance(),
        metric.reach(),
        ranks -> {
          boolean padded = set.labels()[query[0]++] == set.labels()[n - 1];
          int[] pads = IntStream.rangeClosed(n, padded ? depth(metric.name(), n) : 0).toArray();
          return metric.term().applyAsDouble(padded(ranks, pads));
        });
  }

  private static Ranks padded(Ranks ranks, int[] pads) {
    int[] places = IntStream.concat(Arrays.stream(ranks.places()), Arrays.stream(pads)).toArray();
    return new Ranks(places, ranks.relevant(), ranks.classSize(), ranks.gallery());
  }

  private static int depth(String name, int n) {
    if (name.endsWith("map") || name.endsWith("-c")) {
      return n;
    }
    if (name.endsWith("-lim")) {
      return Math.min(1023, n);
    }
    String number = name.substring(name.indexOf('@') + 1);
    return number.equals("r") ? 0 : Integer.parseInt(number); // map@r is none of the originals'
  }
}
