package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.ClassDistances;
import io.reflux.evaluate.CombinedEmbedding;
import io.reflux.evaluate.CombinedEmbedding.Part;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Spectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Distances between and inside classes, the spectrum, combined embeddings. */
final class ShapeChecks {
  private ShapeChecks() {}

  /**
   * The original replaces the NaN of a class of one by the larger of the values at class positions
   * 0 and 1, which makes the mean NaN if one of those is the class of one.
   */
  static List<String> distances(MetricCase golden, TensorScope scope) {
    EmbeddingSet set = golden.set();
    if (golden.operation().equals("dists@inter")) {
      return golden.compare("value", ClassDistances.inter(set));
    }
    double[] classes = ClassDistances.intraByClass(set);
    double stand = Math.max(classes[0], classes[1]);
    double intra =
        Arrays.stream(classes).map(x -> Double.isNaN(x) ? stand : x).average().orElse(Double.NaN);
    boolean ratio = golden.operation().endsWith("over_inter");
    double value = ratio ? intra / Math.max(ClassDistances.inter(set), 1e-8) : intra;
    List<String> differences = new ArrayList<>(golden.compare("value", value));
    boolean clean = Arrays.stream(classes).noneMatch(Double::isNaN);
    if (clean) {
      double own = ratio ? ClassDistances.ratio(set) : ClassDistances.intra(set);
      differences.addAll(golden.compare("value", own));
    }
    return differences;
  }

  static List<String> spectrum(MetricCase golden, TensorScope scope) {
    double[] values = Spectrum.singularValues(golden.set(), scope);
    boolean all = golden.params().path("path").asText().equals("tensor");
    double[] used = all ? values : Arrays.copyOf(values, values.length - 1);
    int m = Integer.parseInt(golden.operation().replaceFirst(".*@", ""));
    return m == 0
        ? golden.compare("value", Spectrum.shares(used, 0))
        : golden.compare("value", Spectrum.unevenness(used, m));
  }

  static List<String> combined(MetricCase golden, TensorScope scope) {
    String[] words = golden.params().path("evaltype").asText().split("-");
    String[] names = words[0].split("_");
    Map<String, EmbeddingSet> slices = slices(golden);
    List<Part> parts = new ArrayList<>();
    for (int i = 1; i < names.length; i++) {
      EmbeddingSet slice = slices.get(names[i]);
      if (slice != null) {
        parts.add(new Part(slice, Double.parseDouble(words[i])));
      }
    }
    boolean normalise = golden.params().path("arch").asText().contains("normalize");
    EmbeddingSet combined = CombinedEmbedding.of(parts, normalise);
    double[] first = new double[3 * combined.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = combined.values()[i];
    }
    List<String> differences = new ArrayList<>(golden.compare("first_rows", first));
    differences.addAll(golden.compare("shape", new double[] {combined.count(), combined.size()}));
    return differences;
  }

  private static Map<String, EmbeddingSet> slices(MetricCase golden) {
    EmbeddingSet whole = golden.set();
    Map<String, EmbeddingSet> slices = new HashMap<>();
    int from = 0;
    for (JsonNode slice : golden.params().path("slices")) {
      int size = slice.path(1).asInt();
      float[] rows = new float[whole.count() * size];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = whole.values()[i / size * whole.size() + from + i % size];
      }
      slices.put(slice.path(0).asText(), new EmbeddingSet(rows, size, whole.labels()));
      from += size;
    }
    return slices;
  }
}
