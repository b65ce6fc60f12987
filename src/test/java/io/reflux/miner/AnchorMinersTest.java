package io.reflux.miner;

import static io.reflux.miner.PlainBatch.N;
import static io.reflux.miner.PlainBatch.among;
import static io.reflux.miner.PlainBatch.assertPicks;
import static io.reflux.miner.PlainBatch.d;
import static io.reflux.miner.PlainBatch.inverse;
import static io.reflux.miner.PlainBatch.lonely;
import static io.reflux.miner.PlainBatch.miner;
import static io.reflux.miner.PlainBatch.positive;
import static io.reflux.miner.PlainBatch.same;
import static io.reflux.miner.PlainBatch.shares;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Miners of one triplet an anchor, derived again by plain loops: which triplets they may draw, and
 * how likely each is. One test a miner, of its own name.
 */
class AnchorMinersTest {
  private static double[] anyPositive(int a) {
    return shares(p -> positive(a, p) ? 1 : 0);
  }

  private static double[] byDistance(int a) {
    return among(n -> same(a, n) ? 0 : inverse(a, n), n -> d(a, n) <= 1.4);
  }

  @Test
  void distance() {
    String settings = "lower-cutoff = 0.5, upper-cutoff = 1.4, single-sample-class = ";
    assertPicks(
        miner("distance", settings + "skip"),
        a -> !lonely(a),
        (a, none) -> anyPositive(a),
        (a, p) -> byDistance(a),
        false);
    assertPicks(
        miner("distance", settings + "self"),
        a -> true,
        (a, none) -> lonely(a) ? shares(p -> p == a ? 1 : 0) : anyPositive(a),
        (a, p) -> byDistance(a),
        false);
    assertPicks(
        miner("distance", settings + "skip, variant = original"),
        a -> !lonely(a),
        (a, none) -> anyPositive(a),
        (a, p) -> shares(n -> same(a, n) ? 0 : inverse(a, n)),
        false);
  }

  private static void assertRho(String name) {
    assertPicks(
        miner(name, "contrastive-p = 0.3, lower-cutoff = 0.5, upper-cutoff = 1.4"),
        a -> !lonely(a),
        (a, none) -> shares(p -> p == a ? 0.3 : 0.7 * anyPositive(a)[p]),
        (a, p) -> p == a ? anyPositive(a) : byDistance(a),
        false);
  }

  @Test
  void rhoDistance() {
    assertRho("rho-distance");
  }

  @Test
  void antiCollapseRhoDistance() {
    assertRho("anti-collapse-rho-distance");
  }

  @Test
  void antiCollapseDistance() {
    assertPicks(
        miner("anti-collapse-distance", "lower-cutoff = 0.5, upper-cutoff = 1.4"),
        a -> !lonely(a),
        (a, none) -> anyPositive(a),
        (a, p) -> among(n -> n == a ? 0 : inverse(a, n), n -> d(a, n) <= 1.4),
        false);
  }

  @Test
  void semihard() {
    assertPicks(
        miner("semihard", "margin = 0.25"),
        a -> !lonely(a),
        (a, none) -> anyPositive(a),
        (a, p) -> semihard(a, p, 0.25),
        false);
  }

  private static double[] semihard(int a, int p, double margin) {
    return among(n -> same(a, n) ? 0 : 1, n -> d(a, n) > d(a, p) && d(a, n) < d(a, p) + margin);
  }

  private static double farthestPositive(int a) {
    return IntStream.range(0, N)
        .filter(p -> positive(a, p))
        .mapToDouble(p -> d(a, p))
        .max()
        .orElse(0);
  }

  private static double nearestNegative(int a) {
    return IntStream.range(0, N).filter(n -> !same(a, n)).mapToDouble(n -> d(a, n)).min().orElse(0);
  }

  private static double[] hardNegative(int a) {
    return among(n -> same(a, n) ? 0 : 1, n -> d(a, n) < farthestPositive(a));
  }

  private static double[] hardPositive(int a) {
    return among(p -> positive(a, p) ? 1 : 0, p -> d(a, p) > nearestNegative(a));
  }

  @Test
  void softhard() {
    assertPicks(
        miner("softhard", ""),
        a -> !lonely(a),
        (a, none) -> hardPositive(a),
        (a, p) -> hardNegative(a),
        false);
  }

  @Test
  void antiCollapseSemihard() {
    assertPicks(
        miner("anti-collapse-semihard", ""),
        a -> !lonely(a),
        (a, none) -> hardPositive(a),
        (a, p) ->
            shares(
                n ->
                    hardNegative(a)[n] > 0 || (positive(a, n) && d(a, n) > nearestNegative(a))
                        ? 1
                        : 0),
        false);
  }

  @Test
  void parametric() {
    for (String mode : List.of("uniform", "hards", "veryhards")) {
      double limit = mode.equals("uniform") ? 9 : mode.equals("hards") ? 0.5 : 0.3;
      double[] s = {0.2, 0.6, 1, 1.4};
      assertPicks(
          miner("parametric", "supports = 4, support-limits = [0.2, 1.4], mode = " + mode),
          a -> !lonely(a),
          (a, none) -> anyPositive(a),
          (a, p) ->
              shares(
                  n -> {
                    long bin = IntStream.of(1, 2).filter(k -> s[k] < d(a, n)).count();
                    double weight = s[(int) bin] <= limit ? 1 : 1e-15;
                    return same(a, n) ? 0 : weight;
                  }),
          false);
    }
  }

  private static void assertEasy(Miner miner, PlainBatch.Picks negative) {
    assertPicks(
        miner,
        a -> !lonely(a),
        (a, none) -> {
          double nearest =
              IntStream.range(0, N)
                  .filter(p -> positive(a, p))
                  .mapToDouble(p -> d(a, p))
                  .min()
                  .orElseThrow();
          return shares(p -> positive(a, p) && d(a, p) == nearest ? 1 : 0);
        },
        negative,
        false);
  }

  @Test
  void easyPositiveHardNegative() {
    assertEasy(miner("easy-positive-hard-negative", ""), (a, p) -> hardNegative(a));
  }

  @Test
  void easyPositiveSemihardNegative() {
    assertEasy(
        miner("easy-positive-semihard-negative", "margin = 0.25"), (a, p) -> semihard(a, p, 0.25));
  }

  @Test
  void easyPositiveDistanceNegative() {
    assertEasy(
        miner("easy-positive-distance-negative", "lower-cutoff = 0.5, upper-cutoff = 1.4"),
        (a, p) -> byDistance(a));
  }

  private static boolean third(int a, int n, int p) {
    return !same(p, a) && !same(p, n);
  }

  @Test
  void sharedNegative() {
    assertPicks(
        miner("shared-negative", "lower-cutoff = 0.5, upper-cutoff = 1.4"),
        a -> true,
        (a, none) -> byDistance(a),
        (a, n) -> shares(p -> third(a, n, p) ? 1 : 0),
        true);
  }

  @Test
  void sharedFull() {
    assertPicks(
        miner("shared-full", "lower-cutoff = 0.5, upper-cutoff = 1.4"),
        a -> true,
        (a, none) -> byDistance(a),
        (a, n) -> among(p -> third(a, n, p) ? inverse(a, p) : 0, p -> d(a, p) <= 1.4),
        true);
  }
}
