package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetMetricsTest {

  @Test
  void classDistancesAgreeWithPlainLoopsOverPairs() {
    EmbeddingSet set = RankingTest.random(40, 6, 5, 11);
    List<Double> means = new ArrayList<>();
    for (int label = 0; label < 5; label++) {
      double sum = 0;
      int pairs = 0;
      for (int i = label; i < 40; i += 5) {
        for (int j = label; j < 40; j += 5) {
          if (i != j) {
            sum += 1 - cosine(set, i, j);
            pairs++;
          }
        }
      }
      means.add(sum / pairs);
    }
    double mean = means.stream().mapToDouble(x -> x).average().orElseThrow();
    assertThat(ClassDistances.intra(set)).isCloseTo(mean, within(1e-9));
  }

  @Test
  void aClassOfOneHasNoDistanceInsideAndIsLeftOut() {
    EmbeddingSet set = new EmbeddingSet(new float[] {1, 0, 0, 1, 3, 4}, 2, new int[] {0, 0, 7});
    assertThat(ClassDistances.intraByClass(set)).containsExactly(1.0, Double.NaN);
    assertThat(ClassDistances.intra(set)).isEqualTo(1.0);
  }

  @Test
  void anEvenSpectrumHasNoUnevenness() {
    EmbeddingSet set =
        new EmbeddingSet(new float[] {2, 0, 0, 0, 2, 0, 0, 0, 2}, 3, new int[] {0, 1, 2});
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      double[] values = Spectrum.singularValues(set, scope);
      assertThat(values).containsExactly(new double[] {2, 2, 2}, within(1e-9));
      assertThat(Spectrum.unevenness(values, 1)).isCloseTo(0, within(1e-9));
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void everyMetricOfTheCatalogueComputesOnOneEvaluation() {
    Retrieval retrieval =
        Retrieval.between(RankingTest.random(60, 8, 6, 1), RankingTest.random(90, 8, 6, 2));
    String[] names =
        Metrics.CATALOGUE.names().stream()
            .map(name -> name.replaceFirst("k$", "2"))
            .toArray(String[]::new);
    Map<String, Double> values = RankingTest.evaluate(retrieval.beside(retrieval.queries()), names);
    assertThat(values).hasSize(names.length).doesNotContainValue(Double.NaN);
    assertThat(values.values()).allSatisfy(value -> assertThat(value).isFinite());
  }

  private static double cosine(EmbeddingSet set, int i, int j) {
    double product = 0;
    double a = 0;
    double b = 0;
    for (int c = 0; c < set.size(); c++) {
      double x = set.values()[i * set.size() + c];
      double y = set.values()[j * set.size() + c];
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return product / Math.sqrt(a * b);
  }
}
