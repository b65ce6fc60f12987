package io.reflux.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be found in an evaluation, by its labels alone: before anything is embedded it is known
 * which metrics will say little, or nothing.
 *
 * @param queries the class of each query
 * @param gallery the class of each row that is ranked
 * @param leaveOneOut true if both are the same rows
 */
public record Findable(int[] queries, int[] gallery, boolean leaveOneOut) {
  private static final int FEWEST_CLASSES = 2;

  /** Why none of the metrics that go by classes can say anything; empty if they can. */
  public Optional<String> impossible(List<Metric> metrics) {
    String names = names(metrics.stream().filter(Metric::comparesClasses).toList());
    long classes =
        IntStream.concat(Arrays.stream(queries), Arrays.stream(gallery)).distinct().count();
    if (!names.isEmpty() && classes < FEWEST_CLASSES) {
      return Optional.of(
          classes + " class to measure on (expected: at least 2 to tell apart, for " + names + ")");
    }
    String searching = searching(metrics);
    return searching.isEmpty() || alone() < queries.length
        ? Optional.empty()
        : Optional.of(
            (leaveOneOut
                    ? "no image has another of its class to find (expected: two of each class, or a"
                        + " gallery that has them, for "
                    : "no query's class is in the gallery (expected: an image of each class, for ")
                + searching
                + ")");
  }

  private static String searching(List<Metric> metrics) {
    return names(metrics.stream().filter(Metric::searches).toList());
  }

  /** Sentences about what the metrics will say less by than one may think. */
  public List<String> doubts(List<Metric> metrics) {
    List<String> doubts = new ArrayList<>();
    String searching = searching(metrics);
    int alone = alone();
    if (alone > 0 && !searching.isEmpty()) {
      doubts.add(alone(alone, searching));
    }
    int rows = gallery.length - (leaveOneOut ? 1 : 0);
    for (Metric metric : metrics) {
      boolean looks = metric.searches() || metric.comparesTeacher();
      if (looks && metric.neighbours() > 0 && metric.neighbours() >= rows) {
        doubts.add(
            "evaluate.metrics: "
                + metric.name()
                + " looks at all rows there are to find (expected: fewer than "
                + rows
                + ")");
      }
    }
    return List.copyOf(doubts);
  }

  private String alone(int alone, String names) {
    String share = "evaluate: " + alone + " of " + queries.length + " queries have ";
    return leaveOneOut
        ? share
            + "no other image of their class to find (expected: two of each class, for "
            + names
            + ")"
        : share
            + "a class that the gallery lacks (expected: an image of each class, for "
            + names
            + ")";
  }

  /** How many queries have no row of their class to find. */
  public int alone() {
    Map<Integer, Integer> rows = new HashMap<>();
    for (int label : gallery) {
      rows.merge(label, 1, Integer::sum);
    }
    int least = leaveOneOut ? 2 : 1;
    return (int) Arrays.stream(queries).filter(c -> rows.getOrDefault(c, 0) < least).count();
  }

  private static String names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
  }
}
