package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of single queries, classes and chance, and of changed embeddings. */
class QueryTermsTest {
  private static final List<Metric> METRICS =
      List.of(RecallAtK.of("recall@1", Distance.EUCLIDEAN, 1), MapAtR.of("map@r", Distance.COSINE));

  @Test
  void theirMeansAreTheMetrics() {
    EmbeddingSet set = rows(60, 6);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      QueryTerms terms = QueryTerms.of(Retrieval.within(set), METRICS, scope);
      assertThat(terms.means()).isEqualTo(Evaluation.evaluate(set, METRICS, scope));
      List<QueryTerms.OfClass> classes = terms.classes("map@r");
      assertThat(classes)
          .hasSize(3)
          .isSortedAccordingTo(java.util.Comparator.comparingDouble(QueryTerms.OfClass::value));
      double mean = classes.stream().mapToDouble(each -> each.value() * each.queries()).sum() / 60;
      assertThat(mean).isCloseTo(terms.means().get("map@r"), within(1e-12));
    }
  }

  @Test
  void anIntervalIsThatOfResampledMeans() {
    int queries = 400;
    double[] hits = new double[queries + 1];
    for (int i = 0; i < queries; i++) {
      hits[i] = i % 4 == 0 ? 1 : 0;
    }
    hits[queries] = Double.NaN;
    QueryTerms terms = new QueryTerms(new int[queries + 1], Map.of("recall@1", hits));
    QueryTerms.Interval interval = terms.interval("recall@1", 2000, 0.95, Chance.of(0));
    // Of a share p of n independent queries, 1.96 · √(p (1 - p) / n) on each side.
    double half = 1.96 * Math.sqrt(0.25 * 0.75 / queries);
    assertThat(interval.low()).isCloseTo(0.25 - half, within(0.006));
    assertThat(interval.high()).isCloseTo(0.25 + half, within(0.006));
    assertThat(terms.interval("recall@1", 2000, 0.95, Chance.of(0))).isEqualTo(interval);
  }

  @Test
  void aClassWithoutCountedQueriesIsLeftOut() {
    Map<String, double[]> terms = new LinkedHashMap<>();
    terms.put("map@r", new double[] {1, Double.NaN, 0.5, 0});
    QueryTerms all = new QueryTerms(new int[] {7, 8, 9, 9}, terms);
    assertThat(all.classes("map@r"))
        .containsExactly(new QueryTerms.OfClass(9, 2, 0.25), new QueryTerms.OfClass(7, 1, 1));
  }

  @Test
  void whitenedRowsHaveNoDirectionOfTheirOwn() {
    EmbeddingSet set = rows(500, 4);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      EmbeddingSet white = Whitening.of(set, 4, scope).apply(set);
      double[] squares = new double[4];
      for (int i = 0; i < white.values().length; i++) {
        squares[i % 4] += white.values()[i] * (double) white.values()[i];
      }
      assertThat(squares[0] + squares[1] + squares[2] + squares[3]).isCloseTo(500, within(1e-3));
      for (double each : squares) {
        assertThat(each / 500).isCloseTo(0.25, within(0.05));
      }
      assertThat(Whitening.of(set, 2, scope).apply(set).size()).isEqualTo(2);
    }
  }

  @Test
  void firstNumbersOfUnitRowsAreUnitRowsAgain() {
    EmbeddingSet unit = new EmbeddingSet(new float[] {0.6f, 0, 0.8f, 0, 0, 1}, 3, new int[2]);
    assertThat(FewerNumbers.first(unit, 2).values())
        .containsExactly(new float[] {1, 0, 0, 0}, offset(1e-6f));
    EmbeddingSet other = new EmbeddingSet(new float[] {3, 4, 5}, 3, new int[1]);
    assertThat(FewerNumbers.first(other, 2).values()).containsExactly(3, 4);
  }

  private static EmbeddingSet rows(int count, int size) {
    Draws draws = Chance.of(5).draws();
    float[] values = new float[count * size];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row % 3;
      for (int i = 0; i < size; i++) {
        double deviation = 3.0 / (1 + i);
        values[row * size + i] =
            (float) (deviation * draws.nextGaussian() + (i == labels[row] ? 2 : 0));
      }
    }
    return new EmbeddingSet(values, size, labels);
  }
}
