package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingMapTest {

  @Test
  void groupsThatLieApartStayApartAndTheMapIsAlwaysTheSame() {
    EmbeddingSet set = groups(60, 3);
    EmbeddingMap map = mapOf(set);
    for (int i = 0; i < 60; i++) {
      assertThat(map.labels()[nearest(map.umap(), i)]).isEqualTo(map.labels()[i]);
    }
    assertThat(mapOf(set).umap().toArray(new double[0][]))
        .isDeepEqualTo(map.umap().toArray(new double[0][]));
  }

  @Test
  void someClassesAndSomeRowsOfLargeOnesAreDrawn() {
    EmbeddingMap map = mapOf(groups(50 * 30, 30));
    assertThat(Arrays.stream(map.labels()).distinct()).hasSize(20);
    assertThat(map.labels()).hasSize(20 * 40);
    assertThat(map.pca()).hasSize(20 * 40);
    for (int i = 0; i < map.labels().length; i++) {
      assertThat(map.examples()[i] % 30).isEqualTo(map.labels()[i]);
    }
  }

  @Test
  void fewRowsAndRowsThatAreAllAlikeAreNoTrouble() {
    for (int n = 1; n <= 4; n++) {
      assertThat(mapOf(groups(n, 2)).umap()).hasSize(n);
    }
    EmbeddingMap map = mapOf(new EmbeddingSet(new float[3 * 20], 3, new int[20]));
    assertThat(map.umap()).hasSize(20);
    assertThat(map.umap()).allSatisfy(point -> assertThat(point).doesNotContain(Double.NaN));
  }

  private static EmbeddingMap mapOf(EmbeddingSet set) {
    try (TensorScope scope = TensorScope.open("map", Device.CPU)) {
      return EmbeddingMap.of(set, IntStream.range(0, set.count()).toArray(), scope);
    }
  }

  private static int nearest(List<double[]> points, int from) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < points.size(); j++) {
      double gap =
          Math.hypot(
              points.get(from)[0] - points.get(j)[0], points.get(from)[1] - points.get(j)[1]);
      if (j != from && gap < least) {
        least = gap;
        nearest = j;
      }
    }
    return nearest;
  }

  private static EmbeddingSet groups(int n, int classes) {
    Draws draws = Chance.of(5).draws();
    float[] rows = new float[n * 6];
    int[] labels = IntStream.range(0, n).map(i -> i % classes).toArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (draws.nextGaussian() + (i % 6 == labels[i / 6] % 6 ? 12 : 0));
    }
    return new EmbeddingSet(rows, 6, labels);
  }
}
