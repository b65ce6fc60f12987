package io.reflux.report;

import io.reflux.rundir.TimelineRow;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds, task by task, which stage bounded training, and for what share of it that one worked: the
 * share that was reached of what it could have done without ever waiting. Intervals count in which
 * a student trained, and before and after which one did: what begins and ends training is part of
 * neither. Evaluation goes on beside the stream, and bounds nothing.
 */
final class Bounds {
  private static final String TRAINER = "trainer";
  private static final String EVALUATOR = "evaluator";

  private final Map<String, List<Interval>> tasks = new LinkedHashMap<>();

  /**
   * What bounded a task.
   *
   * @param stage the busiest
   * @param share of training in which it worked, 0 to 1
   */
  record Bound(String stage, double share) {}

  /** How busy a task's stages were until a time. */
  private record Interval(double seconds, Map<String, Double> shares) {

    boolean trains() {
      return shares.entrySet().stream()
          .anyMatch(stage -> stage.getKey().startsWith(TRAINER) && stage.getValue() > 0);
    }
  }

  /** Takes the next line of the timeline. */
  void add(TimelineRow row) {
    List<Interval> intervals = tasks.computeIfAbsent(row.task(), task -> new ArrayList<>());
    if (intervals.isEmpty() || intervals.get(intervals.size() - 1).seconds() != row.seconds()) {
      intervals.add(new Interval(row.seconds(), new LinkedHashMap<>()));
    }
    intervals.get(intervals.size() - 1).shares().put(row.stage(), row.busyShare());
  }

  /** From here on the lines are of another attempt. */
  void restart() {
    tasks.values().forEach(intervals -> intervals.add(new Interval(Double.NaN, Map.of())));
  }

  /** What bounded each task that trained for three intervals or more at a time. */
  Map<String, Bound> found() {
    Map<String, Bound> found = new LinkedHashMap<>();
    tasks.forEach(
        (task, intervals) ->
            means(intervals).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(most -> found.put(task, new Bound(most.getKey(), most.getValue()))));
    return found;
  }

  private static Map<String, Double> means(List<Interval> intervals) {
    Map<String, DoubleSummaryStatistics> shares = new LinkedHashMap<>();
    for (int i = 1; i < intervals.size() - 1; i++) {
      if (intervals.subList(i - 1, i + 2).stream().allMatch(Interval::trains)) {
        intervals
            .get(i)
            .shares()
            .forEach(
                (stage, share) ->
                    shares
                        .computeIfAbsent(stage, any -> new DoubleSummaryStatistics())
                        .accept(share));
      }
    }
    shares.remove(EVALUATOR);
    Map<String, Double> means = new LinkedHashMap<>();
    shares.forEach((stage, all) -> means.put(stage, all.getAverage()));
    return means;
  }
}
