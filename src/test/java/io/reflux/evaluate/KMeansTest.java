package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {

  @Test
  void findsGroupsThatLieApart() {
    EmbeddingSet set = groups(200, 8, 20);
    Clustering clustering = cluster(set, 8, new KMeansSettings(20, 1, 0));
    Partitions partitions = Partitions.of(clustering.assignments(), set.labels());
    assertThat(partitions.normalisedMutualInformation()).isCloseTo(1, within(1e-9));
    assertThat(partitions.pairwiseF1()).isEqualTo(1);
  }

  @Test
  void seedsSpreadOverGroupsThatLieApart() {
    EmbeddingSet set = groups(400, 20, 1000);
    for (int seed = 0; seed < 20; seed++) {
      try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
        float[] seeds = KMeansSeeds.draw(set, 20, Chance.of(seed), scope);
        int[] nearest =
            Clustering.nearest(
                new EmbeddingSet(seeds, set.size(), new int[20]), set, Distance.EUCLIDEAN, scope);
        assertThat(Arrays.stream(nearest).map(row -> set.labels()[row]).distinct().count())
            .isEqualTo(20);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameAndMoreRestartsAreNeverLooser() {
    EmbeddingSet set = RankingTest.random(300, 4, 10, 5);
    Clustering once = cluster(set, 10, new KMeansSettings(15, 1, 7));
    assertThat(cluster(set, 10, new KMeansSettings(15, 1, 7)).assignments())
        .isEqualTo(once.assignments());
    assertThat(cluster(set, 10, new KMeansSettings(15, 5, 7)).inertia())
        .isLessThanOrEqualTo(once.inertia());
    assertThat(cluster(set, 10, new KMeansSettings(1, 1, 7)).inertia())
        .isGreaterThanOrEqualTo(once.inertia());
  }

  @Test
  void moreClustersThanDifferentRowsLeaveNoneOut() {
    EmbeddingSet set = new EmbeddingSet(new float[] {1, 1, 1, 2}, 1, new int[4]);
    Clustering clustering = cluster(set, 4, new KMeansSettings(3, 1, 0));
    assertThat(clustering.centroids()).hasSize(4).contains(1, 2);
    assertThat(clustering.inertia()).isZero();
  }

  @Test
  void refusesMoreClustersThanRows() {
    EmbeddingSet set = new EmbeddingSet(new float[] {1, 2}, 1, new int[2]);
    assertThatThrownBy(() -> cluster(set, 3, KMeansSettings.defaults()))
        .hasMessage("clusters: 3 (expected: 1 … 2, the number of rows)");
  }

  private static Clustering cluster(EmbeddingSet set, int k, KMeansSettings settings) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Clustering clustering = KMeans.cluster(set, k, settings, scope);
      assertThat(scope.liveTensors()).isZero();
      return clustering;
    }
  }

  private static EmbeddingSet groups(int n, int classes, double apart) {
    Draws draws = Chance.of(3).draws();
    float[] centres = new float[classes * 6];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) (apart * draws.nextGaussian());
    }
    float[] values = new float[n * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centres[i / 6 % classes * 6 + i % 6] + 0.1 * draws.nextGaussian());
    }
    return new EmbeddingSet(values, 6, IntStream.range(0, n).map(i -> i % classes).toArray());
  }
}
