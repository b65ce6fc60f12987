package io.reflux.evaluate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rows are a row's neighbours, and how much; the weights sum to 1.
 *
 * @param rows ascending
 * @param weights of each
 */
record Neighbourhood(int[] rows, double[] weights) {

  /** The mean of several. */
  static Neighbourhood mean(List<Neighbourhood> several) {
    Map<Integer, Double> sums = new TreeMap<>();
    for (Neighbourhood each : several) {
      for (int i = 0; i < each.rows.length; i++) {
        sums.merge(each.rows[i], each.weights[i] / several.size(), Double::sum);
      }
    }
    return new Neighbourhood(
        sums.keySet().stream().mapToInt(row -> row).toArray(),
        sums.values().stream().mapToDouble(weight -> weight).toArray());
  }
}
