package io.reflux.evaluate;

/**
 * MAP@R: with R relevant rows for a query, the mean over ranks i = 1…R of the precision at i where
 * rank i is relevant, 0 where it is not; then the mean over queries (Musgrave, Belongie, Lim: A
 * Metric Learning Reality Check, ECCV 2020). Queries without relevant rows are left out.
 */
final class MapAtR {
  private MapAtR() {}

  static Metric of(String name, Distance distance) {
    return new RankingMetric(
        name, distance, (relevant, gallery) -> new Reach(relevant, relevant), MapAtR::term);
  }

  private static double term(Ranks ranks) {
    int r = ranks.relevant();
    return r == 0 ? Double.NaN : Precisions.sum(ranks, r) / r;
  }
}
