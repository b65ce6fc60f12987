package io.reflux.evaluate;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What ranking metrics are for each query by itself: the terms that they are the means of.
 *
 * @param labels the class of each query
 * @param terms a number for each query, by the metric's name; NaN where a metric leaves a query out
 */
public record QueryTerms(int[] labels, Map<String, double[]> terms) {

  /**
   * The terms of those of some metrics that rank.
   *
   * @param scope where native work is done; nothing stays in it
   */
  public static QueryTerms of(Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    return of(retrieval, metrics, distance -> new PlainScores(retrieval, distance, scope));
  }

  /**
   * The same by a ranking that looks at neighbours' neighbours too.
   *
   * @param scope where native work is done; nothing stays in it
   */
  public static QueryTerms reranked(
      Retrieval retrieval, List<Metric> metrics, ReciprocalSettings settings, TensorScope scope) {
    return of(
        retrieval, metrics, distance -> ReciprocalScores.of(retrieval, distance, settings, scope));
  }

  private static QueryTerms of(
      Retrieval retrieval, List<Metric> metrics, QueryScores.OfDistance scores) {
    Map<String, double[]> terms = new LinkedHashMap<>();
    for (Distance distance : Distance.values()) {
      List<RankingMetric> own =
          metrics.stream()
              .filter(RankingMetric.class::isInstance)
              .map(RankingMetric.class::cast)
              .filter(metric -> metric.distance() == distance)
              .toList();
      if (!own.isEmpty()) {
        terms.putAll(RankingPass.terms(retrieval, own, scores.of(distance)));
      }
    }
    return new QueryTerms(retrieval.queries().labels(), terms);
  }

  /** The metrics' values, by name; NaN for one that leaves all queries out. */
  public Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    terms.forEach((name, each) -> means.put(name, mean(each)));
    return means;
  }

  /**
   * A metric of one class.
   *
   * @param label the class
   * @param queries how many queries of it the metric counts
   * @param value their mean
   */
  public record OfClass(int label, int queries, double value) {}

  /** A metric of each class, the worst first; classes of which it counts no query are left out. */
  public List<OfClass> classes(String metric) {
    return byClass(metric).values().stream()
        .sorted(Comparator.comparingDouble(OfClass::value).thenComparing(OfClass::label))
        .toList();
  }

  /** A metric of each class, by the class. */
  public Map<Integer, OfClass> byClass(String metric) {
    Map<Integer, List<Double>> byClass = new TreeMap<>();
    double[] own = terms.getOrDefault(metric, new double[0]);
    for (int query = 0; query < own.length; query++) {
      if (!Double.isNaN(own[query])) {
        byClass.computeIfAbsent(labels[query], label -> new ArrayList<>()).add(own[query]);
      }
    }
    Map<Integer, OfClass> classes = new TreeMap<>();
    byClass.forEach(
        (label, values) -> {
          double[] all = values.stream().mapToDouble(x -> x).toArray();
          classes.put(label, new OfClass(label, all.length, mean(all)));
        });
    return classes;
  }

  /**
   * Where a metric would lie with other queries of the same kind.
   *
   * @param low its lower end
   * @param high its upper end
   */
  public record Interval(double low, double high) {}

  /**
   * A bootstrap interval (Efron, Bootstrap methods: another look at the jackknife, 1979): the
   * metric's queries are drawn again with replacement, as many as there are, and the middle share
   * of the means is the interval. Queries of one class are not independent, which it doesn't know.
   *
   * @param resamples how often
   * @param share of the means inside, as 0.95
   * @param chance each resample draws by its own number
   */
  public Interval interval(String metric, int resamples, double share, Chance chance) {
    double[] counted = counted(metric);
    double[] means = new double[resamples];
    for (int i = 0; i < resamples && counted.length > 0; i++) {
      Draws draws = chance.at(i).draws();
      double sum = 0;
      for (int query = 0; query < counted.length; query++) {
        sum += counted[draws.nextInt(counted.length)];
      }
      means[i] = sum / counted.length;
    }
    Arrays.sort(means);
    int beyond = (int) Math.floor((1 - share) / 2 * resamples);
    return new Interval(means[beyond], means[resamples - 1 - beyond]);
  }

  private double[] counted(String metric) {
    return Arrays.stream(terms.getOrDefault(metric, new double[0]))
        .filter(term -> !Double.isNaN(term))
        .toArray();
  }

  /** The mean of those that are numbers, summed in their order. */
  static double mean(double[] terms) {
    double sum = 0;
    long count = 0;
    for (double term : terms) {
      if (!Double.isNaN(term)) {
        sum += term;
        count++;
      }
    }
    return sum / count;
  }
}
