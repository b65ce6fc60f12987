package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds recall and the mAP family to what the original classes answer. */
class GoldenRankingTest {
  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    NAMES.put("mAP_1000", "map@1000");
    NAMES.put("c_mAP_1000", "c_map@1000");
    NAMES.put("mAP_c", "map-c");
    NAMES.put("c_mAP_c", "c_map-c");
    NAMES.put("mAP_lim", "map-lim");
    NAMES.put("c_mAP_lim", "c_map-lim");
    NAMES.put("mAP", "map");
  }

  @TestFactory
  Stream<DynamicTest> neighbours() {
    return GoldenCases.of("neighbours.json").stream()
        .filter(golden -> !golden.get("op").asText().startsWith("dists"))
        .map(golden -> DynamicTest.dynamicTest(golden.get("id").asText(), () -> check(golden)));
  }

  @TestFactory
  Stream<DynamicTest> labelRelaxation() {
    return GoldenCases.of("label_relaxation.json").stream()
        .filter(golden -> golden.get("expected").has("values"))
        .map(golden -> DynamicTest.dynamicTest(golden.get("id").asText(), () -> recalls(golden)));
  }

  private static void check(JsonNode golden) {
    String op = golden.get("op").asText();
    String name = op.startsWith("e_") ? op.substring(2) : NAMES.getOrDefault(op, op);
    EmbeddingSet set = GoldenCases.embeddings(golden);
    RankingMetric metric = (RankingMetric) Metrics.CATALOGUE.named(name).orElseThrow();
    double value = evaluate(set, asOriginal(metric, set));
    JsonNode expected = golden.get("expected");
    JsonNode clean = expected.path("self_excluded");
    assertThat(value)
        .isCloseTo(
            (clean.isMissingNode() ? expected.get("value") : clean).asDouble(),
            within(golden.get("tolerance").get("abs").asDouble()));
  }

  private static void recalls(JsonNode golden) {
    EmbeddingSet set = GoldenCases.embeddings(golden);
    JsonNode ks = golden.get("params").get("k_list");
    List<Metric> metrics =
        IntStream.range(0, ks.size())
            .mapToObj(i -> Metrics.CATALOGUE.named("recall@" + ks.get(i)).orElseThrow())
            .toList();
    double[] expected =
        IntStream.range(0, ks.size())
            .mapToDouble(i -> golden.get("expected").get("values").get(i).asDouble())
            .toArray();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThat(Evaluation.evaluate(set, metrics, scope).values())
          .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
          .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
    }
  }

  /**
   * The original reads the label of the last row wherever its search found fewer rows than asked
   * for: every rank from n on is a hit for queries of that class.
   */
  private static Metric asOriginal(RankingMetric metric, EmbeddingSet set) {
    int n = set.count();
    int last = set.labels()[n - 1];
    int[] query = {0};
    return new RankingMetric(
        metric.name(),
        metric.distance(),
        metric.reach(),
        ranks -> {
          boolean padded = set.labels()[query[0]++] == last;
          int end = padded ? depthOf(metric.name(), n) : 0;
          int[] pads = IntStream.rangeClosed(n, end).toArray();
          int[] places =
              IntStream.concat(Arrays.stream(ranks.places()), Arrays.stream(pads)).toArray();
          return metric
              .term()
              .applyAsDouble(
                  new Ranks(places, ranks.relevant(), ranks.classSize(), ranks.gallery()));
        });
  }

  private static int depthOf(String name, int n) {
    if (name.equals("map") || name.endsWith("-lim")) {
      return Math.min(name.equals("map") ? n : 1023, n);
    }
    return name.contains("@") ? Integer.parseInt(name.substring(name.indexOf('@') + 1)) : 0;
  }

  private static double evaluate(EmbeddingSet set, Metric metric) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      return Evaluation.evaluate(set, List.of(metric), scope)
          .getOrDefault(metric.name(), Double.NaN);
    }
  }
}
