package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass over all scores that serves every ranking metric of a distance. */
final class RankingPass {
  private final Retrieval retrieval;
  private final List<RankingMetric> metrics;
  private final RelevantRows relevantRows;
  private final double[][] terms;

  private RankingPass(Retrieval retrieval, List<RankingMetric> metrics) {
    this.retrieval = retrieval;
    this.metrics = metrics;
    this.relevantRows = new RelevantRows(retrieval.gallery().labels());
    this.terms = new double[metrics.size()][retrieval.queries().count()];
  }

  /** The mean of each metric, by name; all go by the same distance. */
  static Map<String, Double> means(
      Retrieval retrieval, List<RankingMetric> metrics, TensorScope scope) {
    Distance distance = metrics.get(0).distance();
    Map<String, Double> means = new LinkedHashMap<>();
    terms(retrieval, metrics, new PlainScores(retrieval, distance, scope))
        .forEach((name, terms) -> means.put(name, QueryTerms.mean(terms)));
    return means;
  }

  /** The terms of each metric, by name, a number for each query. */
  static Map<String, double[]> terms(
      Retrieval retrieval, List<RankingMetric> metrics, QueryScores scores) {
    RankingPass pass = new RankingPass(retrieval, metrics);
    scores.forEach(pass::read);
    Map<String, double[]> terms = new LinkedHashMap<>();
    for (int m = 0; m < metrics.size(); m++) {
      terms.put(metrics.get(m).name(), pass.terms[m]);
    }
    return terms;
  }

  private void read(int query, float[] scores) {
    int self = retrieval.leaveOneOut() ? query : -1;
    int label = retrieval.queries().labels()[query];
    int[] relevant = relevantRows.of(label, self);
    if (self >= 0) {
      scores[self] = Float.NEGATIVE_INFINITY;
    }
    int[] places = RankCounter.ranks(scores, relevant, reach(relevant.length));
    int classSize = relevant.length + (self >= 0 ? 1 : 0);
    Ranks ranks = new Ranks(places, relevant.length, classSize, scores.length);
    for (int m = 0; m < metrics.size(); m++) {
      terms[m][query] = metrics.get(m).term().applyAsDouble(ranks);
    }
  }

  private Reach reach(int relevant) {
    return metrics.stream()
        .map(m -> m.reach().apply(relevant, retrieval.gallery().count()))
        .reduce(new Reach(0, 0), Reach::and);
  }
}
