package io.reflux.report;

import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.setting.KeyChanges;
import io.reflux.sweep.Judge;
import io.reflux.sweep.ShortKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which keys runs differ, and what came of it.
 *
 * @param metric by which they are compared: the one that picks the first run's best epoch
 * @param keys as short as they can be told apart; none if the runs are of one pipeline, seeds apart
 * @param rows the runs, the best first, those that have no number last
 */
record Comparison(String metric, List<String> keys, List<Row> rows) {
  /** Of runs that can't be compared. */
  static final Comparison NONE = new Comparison("", List.of(), List.of());

  private static final int MOST_KEYS = 24;

  /**
   * A run.
   *
   * @param run its name
   * @param values what the keys are, as HOCON; empty where a run hasn't one
   * @param value the metric's value at the epoch that was its best; null before an evaluation
   * @param student whose it is
   * @param epoch that epoch
   */
  record Row(String run, List<String> values, @Nullable Double value, String student, int epoch) {}

  /**
   * Compares runs.
   *
   * @param pipelines their resolved pipelines
   * @param first the first one's; empty if this version doesn't know it
   */
  static Comparison of(List<RunDirectory> runs, List<String> pipelines, Optional<Pipeline> first) {
    if (runs.size() < 2 || first.isEmpty()) {
      return NONE;
    }
    try {
      Map<String, List<String>> differing = KeyChanges.differing(pipelines);
      Judge judge = Judge.of(first.get(), "", Judge.student(differing.keySet()));
      boolean alike = differing.keySet().stream().allMatch(key -> key.equals("seed"));
      if (alike || differing.size() > MOST_KEYS) {
        return NONE;
      }
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        int at = i;
        List<String> values = differing.values().stream().map(each -> each.get(at)).toList();
        Optional<Judge.Score> score = judge.of(runs.get(i));
        rows.add(
            new Row(
                runs.get(i).name(),
                values,
                score.map(judge::value).orElse(null),
                score.map(Judge.Score::student).orElse(""),
                score.map(Judge.Score::epoch).orElse(0)));
      }
      rows.sort(Comparator.comparing(Row::value, Comparator.nullsLast(judge.bestFirst())));
      return new Comparison(
          judge.metric(), ShortKeys.of(List.copyOf(differing.keySet())), List.copyOf(rows));
    } catch (InputException e) {
      return NONE; // nothing in it trains, or the text is another version's
    }
  }
}
