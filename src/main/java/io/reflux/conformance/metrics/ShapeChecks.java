package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Retrieval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Distances between and inside classes, and the spectrum. */
final class ShapeChecks {
  private ShapeChecks() {}

  /**
   * The original replaces the NaN of a class of one by the larger of the values at class positions
   * 0 and 1; here such a class is left out of the mean, and the case says what the others have.
   */
  static List<String> distances(MetricCase golden, TensorScope scope) {
    Retrieval retrieval = Retrieval.within(golden.set());
    String name = golden.operation();
    double value = Measured.value(name, retrieval, scope);
    if (name.equals("dists@inter") || !hasClassOfOne(golden.set())) {
      return golden.compare("value", value);
    }
    List<Double> classes = new ArrayList<>();
    for (JsonNode each : golden.expected().path("per_class_intra")) {
      if (each.isNumber()) {
        classes.add(each.asDouble());
      }
    }
    double intra = classes.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
    double inter = Measured.value("dists@inter", retrieval, scope);
    double expected = name.endsWith("over_inter") ? intra / Math.max(inter, 1e-8) : intra;
    List<String> differences = new ArrayList<>();
    golden.tolerance().compare(name, value, expected, differences);
    return differences;
  }

  /**
   * The original drops the smallest singular value on one of its paths and keeps it on the other; a
   * column of zeros brings a smallest one that may be dropped.
   */
  static List<String> spectrum(MetricCase golden, TensorScope scope) {
    EmbeddingSet plain = golden.set();
    boolean all = golden.params().path("path").asText().equals("tensor");
    Retrieval retrieval =
        Retrieval.within(all ? Columns.of(plain, plain.size() + 1, 0, plain.size()) : plain);
    String name = golden.operation();
    if (!name.endsWith("@0")) {
      return golden.compare("value", Measured.value(name, retrieval, scope));
    }
    // The shares themselves: all that can be said of how uneven they are, from each of them on.
    double[] shares = Columns.numbers(golden.expected().path("value").path("data"));
    List<String> differences = new ArrayList<>();
    for (int m = 1; m < shares.length; m++) {
      double[] rest = Arrays.copyOfRange(shares, m - 1, shares.length);
      for (int signed : new int[] {m, -m}) {
        String each = "rho_spectrum@" + signed;
        double value = Measured.value(each, retrieval, scope);
        golden.tolerance().compare(each, value, unevenness(rest, signed > 0), differences);
      }
    }
    return differences;
  }

  private static double unevenness(double[] shares, boolean fromEven) {
    double sum = Arrays.stream(shares).sum();
    double even = 1.0 / shares.length;
    return Arrays.stream(shares)
        .map(share -> share / sum)
        .map(p -> fromEven ? even * Math.log(even / p) : p * Math.log(p / even))
        .sum();
  }

  private static boolean hasClassOfOne(EmbeddingSet set) {
    return Arrays.stream(set.labels())
        .anyMatch(label -> Arrays.stream(set.labels()).filter(x -> x == label).count() == 1);
  }
}
