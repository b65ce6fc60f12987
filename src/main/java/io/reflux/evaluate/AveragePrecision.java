package io.reflux.evaluate;

import java.util.function.ToIntFunction;

/**
 * The mAP family as the S2SD and DiVA code bases compute it: the sum of precisions at the relevant
 * ranks up to R, divided by the size of the query's class, the query included; so a perfect ranking
 * of a class of n gives (n - 1) / n.
 */
final class AveragePrecision {
  private AveragePrecision() {}

  /** With R the number of gallery rows. */
  static Metric whole(String name, Distance distance) {
    return of(name, distance, Ranks::gallery, Integer.MAX_VALUE);
  }

  /** With R a number of ranks. */
  static Metric atDepth(String name, Distance distance, int depth) {
    return of(name, distance, ranks -> depth, depth);
  }

  /** With R the size of the query's class, the query included. */
  static Metric classwise(String name, Distance distance) {
    return new RankingMetric(
        name,
        distance,
        (relevant, gallery) -> new Reach(relevant, relevant + 1),
        ranks -> Precisions.sum(ranks, ranks.classSize()) / ranks.classSize());
  }

  private static Metric of(String name, Distance distance, ToIntFunction<Ranks> depth, int most) {
    return new RankingMetric(
        name,
        distance,
        (relevant, gallery) -> new Reach(Math.min(relevant, most), Math.min(gallery, most)),
        ranks -> Precisions.sum(ranks, depth.applyAsInt(ranks)) / ranks.classSize());
  }
}
