package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void countsRanksAsAFullSortDoes() {
    for (int trial = 0; trial < 200; trial++) {
      Draws draws = Chance.of(trial).draws();
      int n = 2 + draws.nextInt(60);
      float[] scores = new float[n];
      for (int i = 0; i < n; i++) {
        scores[i] = draws.nextInt(9) - 4; // many ties
      }
      int[] relevant = IntStream.range(0, n).filter(i -> draws.nextInt(3) == 0).toArray();
      Reach reach = new Reach(1 + draws.nextInt(20), 1 + draws.nextInt(n));
      assertThat(RankCounter.ranks(scores, relevant, reach))
          .isEqualTo(bySorting(scores, relevant, reach));
    }
  }

  @Test
  void metricsOfAKnownRankingFollowByHand() {
    // on a line: query 0 of class 0 sees 1 (class 1), 2 (class 0), 4 (class 0), 8 (class 1)
    EmbeddingSet set = new EmbeddingSet(new float[] {0, 1, 2, 4, 8}, 1, new int[] {0, 1, 0, 0, 1});
    EmbeddingSet query = new EmbeddingSet(new float[] {0}, 1, new int[] {0});
    EmbeddingSet gallery = new EmbeddingSet(new float[] {1, 2, 4, 8}, 1, new int[] {1, 0, 0, 1});
    Map<String, Double> values =
        evaluate(Retrieval.between(query, gallery), "recall@1", "recall@2", "map@r", "map");
    assertThat(values).containsEntry("recall@1", 0.0).containsEntry("recall@2", 1.0);
    assertThat(values.get("map@r")).isCloseTo(0.5 / 2, within(1e-12));
    assertThat(values.get("map")).isCloseTo((1.0 / 2 + 2.0 / 3) / 2, within(1e-12));
    assertThat(values.keySet()).containsExactly("recall@1", "recall@2", "map@r", "map");
    assertThat(evaluate(Retrieval.within(set), "recall@4").get("recall@4")).isEqualTo(1.0);
  }

  @Test
  void severalTilesAndChunksGiveWhatPlainLoopsGive() {
    int n = 70_000;
    EmbeddingSet gallery = random(n, 40, 7000, 1);
    EmbeddingSet queries = random(300, 40, 7000, 2);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      List<Integer> wrong = new ArrayList<>();
      try (ScoreTiles tiles = new ScoreTiles(gallery, Distance.EUCLIDEAN, scope)) {
        tiles.forEach(
            queries,
            (query, scores) -> {
              for (int j = query; j < n; j += 9973) {
                if (Math.abs(scores[j] - score(queries, query, gallery, j)) > 1e-3) {
                  wrong.add(query);
                }
              }
            });
      }
      assertThat(wrong).isEmpty();
      assertThat(scope.liveTensors()).isZero();
    }
  }

  @Test
  void aClassOfOneIsAMissForRecallAndLeftOutOfMapAtR() {
    EmbeddingSet set = new EmbeddingSet(new float[] {0, 1, 5}, 1, new int[] {0, 0, 1});
    Map<String, Double> values = evaluate(Retrieval.within(set), "recall@1", "map@r");
    assertThat(values.get("recall@1")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(values.get("map@r")).isEqualTo(1.0);
  }

  @Test
  void refusesWhatCannotBeRanked() {
    assertThatThrownBy(() -> new EmbeddingSet(new float[] {1, Float.NaN}, 2, new int[] {0}))
        .hasMessage("embeddings[0][1]: NaN (expected: a finite number)");
    assertThatThrownBy(() -> new EmbeddingSet(new float[3], 2, new int[] {0}))
        .hasMessage("embeddings: 3 numbers (expected: 1 rows of 2)");
    assertThatThrownBy(() -> Retrieval.between(random(2, 3, 2, 0), random(2, 4, 2, 0)))
        .hasMessage("query embeddings: 3 numbers a row (expected: 4, as in the gallery)");
  }

  static EmbeddingSet random(int n, int size, int classes, long seed) {
    Draws draws = Chance.of(seed).draws();
    float[] values = new float[n * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.uniform(-1, 1);
    }
    return new EmbeddingSet(values, size, IntStream.range(0, n).map(i -> i % classes).toArray());
  }

  static Map<String, Double> evaluate(Retrieval retrieval, String... names) {
    List<Metric> metrics =
        Arrays.stream(names)
            .map(n -> Metrics.CATALOGUE.named(n, MetricOptions.defaults()).orElseThrow())
            .toList();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Map<String, Double> values = Evaluation.evaluate(retrieval, metrics, scope);
      assertThat(scope.liveTensors()).isZero();
      return values;
    }
  }

  private static double score(EmbeddingSet queries, int query, EmbeddingSet gallery, int row) {
    double sum = 0;
    for (int i = 0; i < gallery.size(); i++) {
      double y = gallery.values()[row * gallery.size() + i];
      sum += queries.values()[query * gallery.size() + i] * y - y * y / 2;
    }
    return sum;
  }

  private static int[] bySorting(float[] scores, int[] relevant, Reach reach) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
            .toList();
    return IntStream.range(0, order.size())
        .filter(r -> Arrays.stream(relevant).anyMatch(i -> i == order.get(r)))
        .map(r -> r + 1)
        .limit(reach.relevant())
        .filter(r -> r <= reach.depth())
        .toArray();
  }
}
