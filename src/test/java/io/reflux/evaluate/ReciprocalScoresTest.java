package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Re-ranking beside whole matrices, filled by the paper's formulae. */
class ReciprocalScoresTest {
  private static final int SIZE = 5;
  private static final ReciprocalSettings FEW = new ReciprocalSettings(6, 3, 0.3);

  @Test
  void scoresAreThoseOfTheFormulae() {
    EmbeddingSet queries = rows(1, 9);
    EmbeddingSet gallery = rows(2, 25);
    double[][] expected = formulae(queries, gallery, FEW);
    compare(Retrieval.between(queries, gallery), expected, 9);
  }

  @Test
  void aSetIsItsOwnGallery() {
    EmbeddingSet set = rows(3, 30);
    double[][] expected = formulae(set, new EmbeddingSet(new float[0], SIZE, new int[0]), FEW);
    compare(Retrieval.within(set), expected, 0);
  }

  @Test
  void aRowOfTheSameGroupRisesAboveOneThatIsOnlyNear() {
    // Two groups on a line; the query lies between, a little nearer to a row that has others
    // nearer.
    float[] values = {0, 1, 1.1f, 1.2f, 1.3f, -0.95f, -1.3f, -1.4f, -1.5f, -1.6f};
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    Retrieval retrieval = Retrieval.within(new EmbeddingSet(values, 1, labels));
    List<Metric> metrics =
        List.of(
            new RankingMetric(
                "own", Distance.EUCLIDEAN, (r, g) -> new Reach(r, g), ranks -> ranks.places()[0]));
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      QueryTerms plain = QueryTerms.of(retrieval, metrics, scope);
      QueryTerms reranked =
          QueryTerms.reranked(retrieval, metrics, new ReciprocalSettings(4, 2, 0), scope);
      assertThat(plain.terms()).hasEntrySatisfying("own", own -> assertThat(own[0]).isEqualTo(2));
      assertThat(reranked.terms())
          .hasEntrySatisfying("own", own -> assertThat(own[0]).isEqualTo(1));
    }
  }

  private static void compare(Retrieval retrieval, double[][] expected, int firstOfGallery) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      List<float[]> scores = new ArrayList<>();
      ReciprocalScores.of(retrieval, Distance.EUCLIDEAN, FEW, scope)
          .forEach((query, own) -> scores.add(own.clone()));
      assertThat(scores).hasSize(retrieval.queries().count());
      for (int query = 0; query < scores.size(); query++) {
        for (int i = 0; i < retrieval.gallery().count(); i++) {
          assertThat((double) -scores.get(query)[i])
              .as("query %d, row %d", query, i)
              .isCloseTo(expected[query][firstOfGallery + i], within(1e-5));
        }
      }
    }
  }

  /** All by matrices of all rows. */
  private static double[][] formulae(
      EmbeddingSet queries, EmbeddingSet gallery, ReciprocalSettings settings) {
    double[][] o = distances(queries, gallery);
    int n = o.length;
    int[][] order = new int[n][];
    for (int i = 0; i < n; i++) {
      double[] own = o[i];
      order[i] =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> own[j]))
              .mapToInt(j -> j)
              .toArray();
    }
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      SortedSet<Integer> star = reciprocal(order, i, settings.neighbours());
      TreeSet<Integer> all = new TreeSet<>(star);
      for (int q : star) {
        SortedSet<Integer> half = reciprocal(order, q, settings.neighbours() / 2);
        TreeSet<Integer> shared = new TreeSet<>(half);
        shared.retainAll(star);
        if (shared.size() > 2.0 / 3 * half.size()) {
          all.addAll(half);
        }
      }
      double sum = 0;
      for (int j : all) {
        v[i][j] = Math.exp(-o[i][j]);
        sum += v[i][j];
      }
      for (int j : all) {
        v[i][j] /= sum;
      }
    }
    double[][] mean = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int near = 0; near < settings.averaged(); near++) {
        for (int j = 0; j < n; j++) {
          mean[i][j] += v[order[i][near]][j] / settings.averaged();
        }
      }
    }
    double[][] ranked = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double least = 0;
        double most = 0;
        for (int k = 0; k < n; k++) {
          least += Math.min(mean[i][k], mean[j][k]);
          most += Math.max(mean[i][k], mean[j][k]);
        }
        double jaccard = 1 - least / most;
        ranked[i][j] = (1 - settings.ownShare()) * jaccard + settings.ownShare() * o[i][j];
      }
    }
    return ranked;
  }

  private static SortedSet<Integer> reciprocal(int[][] order, int row, int k) {
    SortedSet<Integer> found = new TreeSet<>();
    for (int place = 0; place <= k; place++) {
      int other = order[row][place];
      if (Arrays.stream(order[other]).limit(k + 1L).anyMatch(back -> back == row)) {
        found.add(other);
      }
    }
    return found;
  }

  private static double[][] distances(EmbeddingSet queries, EmbeddingSet gallery) {
    int n = queries.count() + gallery.count();
    float[][] rows = new float[n][SIZE];
    for (int i = 0; i < n; i++) {
      boolean first = i < queries.count();
      (first ? queries : gallery).read(first ? i : i - queries.count(), 1, rows[i]);
    }
    double[][] o = new double[n][n];
    for (int i = 0; i < n; i++) {
      double largest = 0;
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < SIZE; k++) {
          o[i][j] += Math.pow(rows[i][k] - (double) rows[j][k], 2);
        }
        largest = Math.max(largest, o[i][j]);
      }
      for (int j = 0; j < n; j++) {
        o[i][j] /= largest;
      }
    }
    return o;
  }

  private static EmbeddingSet rows(int seed, int count) {
    Draws draws = Chance.of(seed).draws();
    float[] values = new float[count * SIZE];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row % 4;
      for (int i = 0; i < SIZE; i++) {
        values[row * SIZE + i] = (float) (draws.nextGaussian() + (i == labels[row] ? 1.5 : 0));
      }
    }
    return new EmbeddingSet(values, SIZE, labels);
  }
}
