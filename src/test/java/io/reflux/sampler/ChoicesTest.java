package io.reflux.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;

/** How a batch is chosen, against plainer ways of computing the same. */
class ChoicesTest {
  private static final StorageSettings SETTINGS = new StorageSettings(8, 2, 16, 0, true);

  @Test
  void greedyTakesTheFarthestFromAllPicked() {
    double[][] rows = rows(40, 3, 1);
    int[] picked = new GreedyCoreset(false).pick(rows, 10, Chance.of(2).draws());
    for (int k = 1; k < picked.length; k++) {
      int[] before = Arrays.copyOf(picked, k);
      double own = nearest(rows, before, picked[k]);
      for (int i = 0; i < rows.length; i++) {
        assertThat(nearest(rows, before, i)).isLessThanOrEqualTo(own);
      }
    }
  }

  @Test
  void softenedGreedyTakesOneOfTheFarthest() {
    double[][] rows = rows(200, 3, 1);
    GreedyCoreset greedy = new GreedyCoreset(true);
    Map<Integer, Set<Integer>> seconds = new HashMap<>();
    for (int seed = 0; seed < 400; seed++) {
      int[] picked = greedy.pick(rows, 2, Chance.of(seed).draws());
      int first = picked[0];
      double own = EmbeddingRows.squaredDistance(rows[picked[1]], rows[first]);
      long farther =
          Arrays.stream(rows)
              .filter(r -> EmbeddingRows.squaredDistance(r, rows[first]) > own)
              .count();
      assertThat(farther).isLessThan(6);
      seconds.computeIfAbsent(first, any -> new HashSet<>()).add(picked[1]);
    }
    assertThat(seconds.values()).anySatisfy(some -> assertThat(some).hasSizeGreaterThan(1));
  }

  @Test
  void d2DrawsByDensityTimesDistance() {
    double[][] rows = {{0}, {1}, {3}, {-2}};
    D2Coreset d2 = new D2Coreset(1);
    double mean = 0.5;
    double variance = (0.25 + 0.25 + 6.25 + 6.25) / 3;
    int[][] counts = new int[4][4];
    for (int seed = 0; seed < 40_000; seed++) {
      int[] picked = d2.pick(rows, 2, Chance.of(seed).draws());
      counts[picked[0]][picked[1]]++;
    }
    for (int first = 0; first < 4; first++) {
      double[] weights = new double[4];
      for (int i = 0; i < 4; i++) {
        double off = rows[i][0] - mean;
        weights[i] =
            Math.exp(-off * off / (2 * variance))
                * EmbeddingRows.squaredDistance(rows[i], rows[first]);
      }
      double total = Arrays.stream(weights).sum();
      double drawn = Arrays.stream(counts[first]).sum();
      assertThat(drawn).isGreaterThan(1000);
      for (int i = 0; i < 4; i++) {
        double share = weights[i] / total;
        double deviation = Math.sqrt(share * (1 - share) / drawn) + 1e-12;
        assertThat(counts[first][i] / drawn).isCloseTo(share, within(5 * deviation));
      }
    }
  }

  @Test
  void d2PicksDifferentOnes() {
    double[][] same = new double[6][2];
    D2Coreset d2 = new D2Coreset(1);
    assertThat(d2.pick(same, 6, Chance.of(1).draws())).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    double[][] rows = rows(20, 40, 4); // more dimensions than rows
    assertThat(Arrays.stream(d2.pick(rows, 20, Chance.of(1).draws())).distinct().count())
        .isEqualTo(20);
  }

  @Test
  void fidIsTheFrechetDistance() {
    double[][] big = rows(30, 5, 3);
    int[] batch = {1, 4, 5, 9, 12, 20, 21, 29};
    assertThat(FidBatchMatch.to(big).applyAsDouble(batch))
        .isCloseTo(frechet(big, batch), within(1e-6));
    double[][] wide = rows(12, 30, 3); // covariances without an inverse
    int[] few = {0, 3, 3, 7};
    assertThat(FidBatchMatch.to(wide).applyAsDouble(few))
        .isCloseTo(frechet(wide, few), within(1e-5));
    assertThat(FidBatchMatch.to(big).applyAsDouble(IntStream.range(0, 30).toArray()))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void momentsAreThoseOfTheRows() {
    double[][] big = {{0, 0}, {2, 0}, {0, 4}, {2, 4}};
    int[] batch = {0, 1};
    MomentCost moments = new MomentCost(big);
    assertThat(moments.first(batch)).isCloseTo(2, within(1e-12));
    assertThat(moments.second(batch)).isCloseTo(2, within(1e-12));
    double root = Math.sqrt(20);
    double wholeMean = (8 + 16 + 4 * root) / 16;
    double wholeSquares = (4 * 4 + 4 * 16 + 4 * 20) / 16.0;
    double spread = Math.abs(1 - Math.sqrt(wholeSquares - wholeMean * wholeMean));
    assertThat(DistMomentBatchMatch.to(big).applyAsDouble(batch))
        .isCloseTo(4 + 5 * (wholeMean - 1) + 5 * spread, within(1e-9));
  }

  @Test
  void histogramsAreComparedByTheHeightsOfTheirBars() {
    double[][] line = {{0}, {1}, {2}, {50}};
    // big: distances 1, 1, 2, 48, 49, 50 in 50 bars of 0.98; batch {0, 1, 2}: 1, 1, 2
    double[] big = {2 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0};
    double[] own = {2 / 3.0, 1 / 3.0, 0, 0, 0};
    double apart = 0;
    double[] high = Arrays.stream(big).sorted().toArray();
    double[] low = Arrays.stream(own).sorted().toArray();
    for (int b = 0; b < 5; b++) {
      apart += Math.abs(high[b] - low[b]) / 50;
    }
    MomentCost moments = new MomentCost(line);
    int[] batch = {0, 1, 2};
    assertThat(DistHistBatchMatch.to(line).applyAsDouble(batch))
        .isCloseTo(moments.first(batch) + moments.second(batch) + 150 * apart, within(1e-9));
  }

  @Test
  void theMostAlikeOfSeveralBatchesIsTaken() {
    LabelledExamples dataset =
        new LabelledExamples(IntStream.range(0, 60).map(i -> i % 20).toArray());
    EmbeddingStorage storage = new EmbeddingStorage(60, 1);
    for (int id = 0; id < 60; id++) {
      storage.put(id, new float[] {id}, 0);
    }
    Candidates candidates = Candidates.of(storage, new ClassIndex(dataset));
    double one = meanCost(candidates, 1);
    double many = meanCost(candidates, 50);
    assertThat(many).isLessThan(0.2 * one);
  }

  private static double meanCost(Candidates candidates, int batches) {
    double sum = 0;
    for (int seed = 0; seed < 100; seed++) {
      double[] least = {Double.POSITIVE_INFINITY};
      MatchChoice.Likeness noted =
          big -> {
            ToDoubleFunction<int[]> cost = new MomentCost(big)::first;
            return batch -> {
              double own = cost.applyAsDouble(batch);
              least[0] = Math.min(least[0], own);
              return own;
            };
          };
      int[] chosen =
          new MatchChoice(SETTINGS, batches, noted).choose(candidates, Chance.of(seed).draws());
      assertThat(chosen).hasSize(8);
      sum += least[0];
    }
    return sum;
  }

  private static double nearest(double[][] rows, int[] picked, int of) {
    return Arrays.stream(picked)
        .mapToDouble(p -> EmbeddingRows.squaredDistance(rows[p], rows[of]))
        .min()
        .orElseThrow();
  }

  private static double frechet(double[][] big, int[] batch) {
    double[][] own = Arrays.stream(batch).mapToObj(i -> big[i]).toArray(double[][]::new);
    double[][] c = covariance(big);
    double[][] d = covariance(own);
    double[][] root = root(c);
    int[] all = IntStream.range(0, big.length).toArray();
    int[] mine = IntStream.range(0, batch.length).toArray();
    return EmbeddingRows.squaredDistance(
            EmbeddingRows.mean(big, all), EmbeddingRows.mean(own, mine))
        + trace(c)
        + trace(d)
        - 2 * trace(root(times(times(root, d), root)));
  }

  private static double[][] covariance(double[][] rows) {
    double[][] centred = EmbeddingRows.centred(rows);
    double[][] turned = new double[centred[0].length][centred.length];
    for (int i = 0; i < centred.length; i++) {
      for (int d = 0; d < turned.length; d++) {
        turned[d][i] = centred[i][d];
      }
    }
    double[][] product = times(turned, centred);
    for (double[] row : product) {
      Arrays.setAll(row, j -> row[j] / (rows.length - 1));
    }
    return product;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static double trace(double[][] square) {
    return IntStream.range(0, square.length).mapToDouble(i -> square[i][i]).sum();
  }

  private static double[][] root(double[][] symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.length, true, true);
    eigen.decompose(new DMatrixRMaj(symmetric));
    double[][] root = new double[symmetric.length][symmetric.length];
    for (int k = 0; k < symmetric.length; k++) {
      double[] vector = eigen.getEigenVector(k).getData();
      double value = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).real));
      for (int i = 0; i < root.length; i++) {
        for (int j = 0; j < root.length; j++) {
          root[i][j] += value * vector[i] * vector[j];
        }
      }
    }
    return root;
  }

  private static double[][] rows(int count, int width, long seed) {
    Draws draws = Chance.of(seed).draws();
    double[][] rows = new double[count][width];
    for (double[] row : rows) {
      Arrays.setAll(row, d -> draws.nextGaussian());
    }
    return rows;
  }
}
