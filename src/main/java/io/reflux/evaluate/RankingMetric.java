package io.reflux.evaluate;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A mean over queries of a function of the ranks of the query's relevant rows.
 *
 * @param name the metric's name
 * @param distance what the ranking goes by
 * @param reach how far it looks, given how many relevant rows and how many gallery rows there are
 * @param term its value for one query; NaN leaves the query out of the mean
 */
public record RankingMetric(
    String name,
    Distance distance,
    BiFunction<Integer, Integer, Reach> reach,
    ToDoubleFunction<Ranks> term)
    implements Metric {

  @Override
  public double value(Evidence evidence) {
    return evidence.mean(this);
  }

  @Override
  public Optional<Distance> comparesBy() {
    return Optional.of(distance);
  }

  @Override
  public boolean searches() {
    return true;
  }

  /** What it would look at if there were nothing to find. */
  @Override
  public int neighbours() {
    return reach.apply(0, 0).depth();
  }
}
