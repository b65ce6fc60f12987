package io.reflux.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.conformance.miners.TripletDistribution;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A small batch, one row of it alone in its class, and what plain loops say of it. */
final class PlainBatch {
  static final int[] Y = {0, 0, 0, 1, 1, 2, 2, 3};
  static final int N = Y.length;
  private static final int D = 5;
  static final MinerInput INPUT = input();

  private PlainBatch() {}

  private static MinerInput input() {
    Draws draws = Chance.of(21).draws();
    float[] rows = new float[N * D];
    for (int i = 0; i < N; i++) {
      double[] row = new double[D];
      Arrays.setAll(row, c -> draws.nextGaussian());
      double length = Math.sqrt(Arrays.stream(row).map(c -> c * c).sum());
      for (int c = 0; c < D; c++) {
        rows[i * D + c] = (float) (row[c] / length);
      }
    }
    return new MinerInput(rows, D, Y);
  }

  static Miner miner(String name, String settings) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(settings).root(), Defaults.NONE, name, problems);
    Miner miner = Miners.CATALOGUE.named(name, section);
    assertThat(problems.all()).isEmpty();
    return miner;
  }

  /** d(i, j). */
  static double d(int i, int j) {
    return Math.sqrt(
        IntStream.range(0, D)
            .mapToDouble(
                c -> (double) INPUT.embeddings()[i * D + c] - INPUT.embeddings()[j * D + c])
            .map(difference -> difference * difference)
            .sum());
  }

  /** 1 / q(d): the density of distances on the sphere. */
  static double inverse(int a, int i) {
    double distance = Math.max(d(a, i), 0.5);
    return Math.pow(distance, 2 - D) * Math.pow(1 - distance * distance / 4, -(D - 3) / 2.0);
  }

  static boolean same(int i, int j) {
    return Y[i] == Y[j];
  }

  static boolean positive(int a, int p) {
    return a != p && same(a, p);
  }

  static boolean lonely(int a) {
    return IntStream.range(0, N).noneMatch(p -> positive(a, p));
  }

  /** Relative weights of one pick, at a sum of 1. */
  static double[] shares(IntToDoubleFunction weight) {
    double[] each = IntStream.range(0, N).mapToDouble(weight).toArray();
    double sum = Arrays.stream(each).sum();
    return Arrays.stream(each).map(w -> w / sum).toArray();
  }

  /** The weights of those that pass a test; of all where none passes. */
  static double[] among(IntToDoubleFunction weight, IntPredicate passes) {
    boolean any =
        IntStream.range(0, N).anyMatch(i -> weight.applyAsDouble(i) > 0 && passes.test(i));
    return shares(i -> any && !passes.test(i) ? 0 : weight.applyAsDouble(i));
  }

  /** The probability of each row to be picked. */
  interface Picks {
    double[] of(int a, int first);
  }

  /**
   * Holds a miner to the product of two picks: first given the anchor, then the other.
   *
   * @param swap true if the negative is picked first
   */
  static void assertPicks(
      Miner miner, IntPredicate anchor, Picks first, Picks second, boolean swap) {
    Map<List<Integer>, Double> expected = new TreeMap<>(PlainBatch::compare);
    for (int a = 0; a < N; a++) {
      if (anchor.test(a)) {
        double[] f = first.of(a, -1);
        for (int i = 0; i < N; i++) {
          if (f[i] > 0) {
            double[] s = second.of(a, i);
            for (int j = 0; j < N; j++) {
              if (s[j] > 0) {
                expected.put(swap ? List.of(a, j, i) : List.of(a, i, j), f[i] * s[j]);
              }
            }
          }
        }
      }
    }
    Map<List<Integer>, Double> actual = new LinkedHashMap<>();
    TripletDistribution.of(((AnchorMiner) miner).picks(INPUT), N)
        .triplets()
        .forEach(t -> actual.put(List.of(t.anchor(), t.positive(), t.negative()), t.probability()));
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    actual.forEach(
        (t, p) -> assertThat(p).as(t.toString()).isCloseTo(expected.get(t), within(1e-9)));
  }

  /** By the first members, then by the second ones, and so on. */
  static int compare(List<Integer> a, List<Integer> b) {
    for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
      if (!a.get(k).equals(b.get(k))) {
        return Integer.compare(a.get(k), b.get(k));
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
