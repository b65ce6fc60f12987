package io.reflux.evaluate;

/**
 * recall@k: the share of queries with a row of their class among the k nearest gallery rows, the
 * query itself left out (Jégou, Douze, Schmid: Product Quantization for Nearest Neighbor Search,
 * TPAMI 2011; as used by Oh Song et al., CVPR 2016). A query whose class has no other row counts as
 * a miss.
 */
public final class RecallAtK {
  private RecallAtK() {}

  public static Metric of(String name, Distance distance, int k) {
    return new RankingMetric(
        name,
        distance,
        (relevant, gallery) -> new Reach(1, k),
        ranks -> ranks.within(k) > 0 ? 1 : 0);
  }
}
