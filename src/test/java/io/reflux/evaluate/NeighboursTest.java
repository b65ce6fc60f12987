package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  @Test
  void agreeWithAFullSort() {
    EmbeddingSet queries = RankingTest.random(30, 24, 5, 1);
    EmbeddingSet gallery = RankingTest.random(500, 24, 5, 2);
    for (Distance distance : Distance.values()) {
      int[][] found = find(queries, gallery, new Search(7, distance, false));
      for (int q = 0; q < queries.count(); q++) {
        assertThat(found[q]).isEqualTo(sorted(queries, q, gallery, distance, 7));
      }
    }
  }

  @Test
  void aGalleryInManyChunksGivesWhatOneTileGives() {
    EmbeddingSet gallery = RankingTest.random(9000, 1000, 5, 3); // four chunks
    EmbeddingSet queries = RankingTest.random(40, 1000, 5, 4);
    List<String> told = new ArrayList<>();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Neighbours.Search search =
          new Neighbours.Search(
              3, Distance.EUCLIDEAN, false, (done, all) -> told.add(done + " of " + all));
      int[][] found = Neighbours.find(queries, gallery, search, scope);
      assertThat(scope.liveTensors()).isZero();
      for (int q = 0; q < queries.count(); q += 9) {
        assertThat(found[q]).isEqualTo(sorted(queries, q, gallery, Distance.EUCLIDEAN, 3));
      }
    }
    assertThat(told).hasSizeGreaterThan(3).endsWith("9000 of 9000");
  }

  @Test
  void equalsRankByIndexAndMissingOnesAreMinusOne() {
    EmbeddingSet set = new EmbeddingSet(new float[] {1, 1, 1}, 1, new int[3]);
    assertThat(find(set, set, new Search(4, Distance.EUCLIDEAN, true)))
        .isDeepEqualTo(new int[][] {{1, 2, -1, -1}, {0, 2, -1, -1}, {0, 1, -1, -1}});
    assertThat(find(set, set, new Search(2, Distance.EUCLIDEAN, false))[2]).containsExactly(0, 1);
  }

  @Test
  void refusesAnImpossibleSearch() {
    EmbeddingSet set = new EmbeddingSet(new float[] {1, 1, 1}, 1, new int[3]);
    assertThatThrownBy(() -> find(set, set, new Search(0, Distance.EUCLIDEAN, true)))
        .hasMessage("neighbours: 0 (expected: >= 1)");
    assertThatThrownBy(
            () -> find(set, RankingTest.random(2, 3, 1, 0), new Search(1, Distance.COSINE, false)))
        .hasMessage("queries: 1 numbers a row (expected: 3, as in the gallery)");
  }

  /** A search that tells nobody. */
  private record Search(int k, Distance distance, boolean leaveOneOut) {}

  private static int[][] find(EmbeddingSet queries, EmbeddingSet gallery, Search search) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      return Neighbours.find(
          queries,
          gallery,
          new Neighbours.Search(search.k(), search.distance(), search.leaveOneOut(), Progress.NONE),
          scope);
    }
  }

  private static int[] sorted(
      EmbeddingSet queries, int query, EmbeddingSet gallery, Distance distance, int k) {
    return IntStream.range(0, gallery.count())
        .boxed()
        .sorted(Comparator.comparing(row -> between(queries, query, gallery, row, distance)))
        .limit(k)
        .mapToInt(row -> row)
        .toArray();
  }

  private static double between(EmbeddingSet a, int i, EmbeddingSet b, int j, Distance distance) {
    double squared = 0;
    double product = 0;
    double length = 0;
    for (int c = 0; c < a.size(); c++) {
      double x = a.values()[i * a.size() + c];
      double y = b.values()[j * a.size() + c];
      squared += (x - y) * (x - y);
      product += x * y;
      length += y * y;
    }
    return distance == Distance.EUCLIDEAN ? squared : -product / Math.sqrt(length);
  }
}
