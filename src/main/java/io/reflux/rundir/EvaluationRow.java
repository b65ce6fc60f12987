package io.reflux.rundir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line of {@code evaluations.csv}: one student as it was after an epoch.
 *
 * @param epoch from 1
 * @param step steps taken in the task by then
 * @param metrics in the order in which they were asked for; in the file {@code recall@1=0.75
 *     map@r=0.31}
 */
public record EvaluationRow(
    String task, String student, int epoch, long step, Map<String, Double> metrics)
    implements TableRow {
  /** The header of the table. */
  public static final List<String> COLUMNS = List.of("task", "student", "epoch", "step", "metrics");

  static EvaluationRow of(CsvTable.Line line) {
    return new EvaluationRow(
        line.text("task"),
        line.text("student"),
        line.whole("epoch"),
        line.wholeLong("step"),
        parse(line.text("metrics")));
  }

  /** As it stands in the table, without the end of the line. */
  @Override
  public String line() {
    String column =
        metrics.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    return task + ',' + student + ',' + epoch + ',' + step + ',' + column;
  }

  private static Map<String, Double> parse(String column) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String each : column.split(" ")) {
      int equals = each.lastIndexOf('=');
      if (equals > 0) {
        metrics.put(each.substring(0, equals), Double.valueOf(each.substring(equals + 1)));
      }
    }
    return metrics;
  }
}
