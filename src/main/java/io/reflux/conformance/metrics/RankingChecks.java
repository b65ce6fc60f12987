package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Retrieval;
import java.util.ArrayList;
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
    double value = Measured.value(name, Retrieval.within(golden.set()), scope);
    return golden.expected().has("self_excluded")
        ? golden.compare("self_excluded", value)
        : golden.compare("value", value + padding(name, golden.set()));
  }

  static List<String> recalls(MetricCase golden, TensorScope scope) {
    List<String> names = new ArrayList<>();
    for (int k : MetricCase.ints(golden.params().path("k_list"))) {
      names.add("recall@" + k);
    }
    double[] values = Measured.values(names, Retrieval.within(golden.set()), scope);
    boolean originalFails = golden.expected().has("original_error");
    return originalFails ? ascending(values) : golden.compare("values", values);
  }

  static List<String> queryGallery(MetricCase golden, TensorScope scope) {
    Retrieval retrieval =
        Retrieval.between(
            golden.set("query", "query_labels"), golden.set("gallery", "gallery_labels"));
    String name = golden.operation().replaceFirst("query_gallery_", "");
    return golden.compare("value", Measured.value(name, retrieval, scope));
  }

  static List<String> vote(MetricCase golden, TensorScope scope) {
    Retrieval retrieval =
        Retrieval.between(
            golden.set("val_features", "val_labels"), golden.set("train_features", "train_labels"));
    String name = "knn@" + golden.params().path("k").asInt();
    return golden.compareWithRange(100 * Measured.value(name, retrieval, scope));
  }

  private static List<String> ascending(double[] values) {
    boolean fine = IntStream.range(1, values.length).allMatch(i -> values[i] >= values[i - 1]);
    return fine && values[0] >= 0 && values[values.length - 1] <= 1
        ? List.of()
        : List.of("values: " + Arrays.toString(values) + " (expected: ascending in 0 … 1)");
  }

  /**
   * By how much the original's value is larger than the metric. Where its search finds fewer rows
   * than asked for, the original reads the label of the last row, so that every rank from n on is a
   * hit for that row's class; all other hits of a query stand before.
   */
  private static double padding(String name, EmbeddingSet set) {
    int n = set.count();
    int padded = set.labels()[n - 1];
    int size = (int) Arrays.stream(set.labels()).filter(label -> label == padded).count();
    if (name.contains("recall")) {
      boolean onlyHit = size == 1 && depth(name, n, size) >= n;
      return onlyHit ? 1.0 / n : 0;
    }
    double sum = 0;
    for (int rank = n; rank <= depth(name, n, size); rank++) {
      sum += (size + rank - n) / (double) rank;
    }
    return sum / n; // of the class size precisions, divided by it, for each of its rows
  }

  /** The last rank that the original looks at. */
  private static int depth(String name, int n, int classSize) {
    return switch (name.replaceFirst("^c_", "")) {
      case "map" -> n;
      case "map-c" -> classSize;
      case "map-lim" -> Math.min(1023, n);
      default -> Integer.parseInt(name.substring(name.indexOf('@') + 1));
    };
  }
}
