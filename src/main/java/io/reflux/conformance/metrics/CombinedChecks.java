package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.PartWeights;
import io.reflux.evaluate.Retrieval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DiVA's combined embeddings. The parts of a network's embedding are equally long; those of the
 * cases aren't, so each is filled up with zeros, which change no length and no distance.
 */
final class CombinedChecks {
  private static final int ROWS = 3;

  private CombinedChecks() {}

  static List<String> combined(MetricCase golden, TensorScope scope) {
    String[] words = golden.params().path("evaltype").asText().split("-");
    String[] names = words[0].split("_");
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 1; i < names.length; i++) {
      weights.put(names[i], Double.parseDouble(words[i]));
    }
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (JsonNode slice : golden.params().path("slices")) {
      sizes.put(slice.path(0).asText(), slice.path(1).asInt());
    }
    boolean unit = golden.params().path("arch").asText().contains("normalize");
    EmbeddingSet weighted =
        PartWeights.of(List.copyOf(sizes.keySet()), weights, unit).of(filledUp(golden, sizes));
    EmbeddingSet combined = chosen(weighted, sizes, weights);
    return differences(golden, combined, weighted, scope);
  }

  private static List<String> differences(
      MetricCase golden, EmbeddingSet combined, EmbeddingSet weighted, TensorScope scope) {
    float[] rows = combined.values();
    double[] all = new double[rows.length];
    Arrays.setAll(all, i -> rows[i]);
    double[] first = Arrays.copyOf(all, ROWS * combined.size());
    List<String> differences = new ArrayList<>(golden.compare("first_rows", first));
    differences.addAll(golden.compare("shape", new double[] {combined.count(), combined.size()}));
    Retrieval retrieval = Retrieval.within(weighted);
    differences.addAll(golden.compare("e_recall@1", Measured.value("recall@1", retrieval, scope)));
    differences.addAll(golden.compare("mAP_c", Measured.value("map-c", retrieval, scope)));
    return differences;
  }

  private static EmbeddingSet filledUp(MetricCase golden, Map<String, Integer> sizes) {
    EmbeddingSet plain = golden.set();
    int each = widest(sizes);
    float[] rows = new float[plain.count() * each * sizes.size()];
    int from = 0;
    int to = 0;
    for (int size : sizes.values()) {
      Columns.copy(plain, from, size, rows, to);
      from += size;
      to += each;
    }
    return new EmbeddingSet(rows, each * sizes.size(), plain.labels());
  }

  /** The columns of the parts that have a weight, one part after the other. */
  private static EmbeddingSet chosen(
      EmbeddingSet weighted, Map<String, Integer> sizes, Map<String, Double> weights) {
    int width = weights.keySet().stream().mapToInt(name -> sizes.getOrDefault(name, 0)).sum();
    float[] rows = new float[weighted.count() * width];
    int from = 0;
    int to = 0;
    for (Map.Entry<String, Integer> part : sizes.entrySet()) {
      if (weights.containsKey(part.getKey())) {
        Columns.copy(weighted, from, part.getValue(), rows, to);
        to += part.getValue();
      }
      from += widest(sizes);
    }
    return new EmbeddingSet(rows, width, weighted.labels());
  }

  private static int widest(Map<String, Integer> sizes) {
    return sizes.values().stream().mapToInt(size -> size).max().orElse(0);
  }
}
