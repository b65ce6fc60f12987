package io.reflux.cli;

import io.reflux.rundir.SeedsSummary;
import io.reflux.rundir.SeedsSummary.StudentSpread;
import io.reflux.rundir.SeedsSummary.TaskSpread;
import io.reflux.rundir.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What runs with several seeds came to: mean ± standard deviation of best and last epochs, and by
 * which distance metrics go.
 */
final class SeedsTable {
  private final TextTable table = new TextTable();
  private final List<String> metrics;

  private SeedsTable(SeedsSummary runs) {
    TreeSet<String> names = new TreeSet<>(MetricOrder.BY_NAME);
    for (TaskSpread task : runs.tasks()) {
      names.addAll(task.teacher().keySet());
      task.students().values().forEach(student -> names.addAll(student.best().keySet()));
    }
    metrics = List.copyOf(names);
    List<String> head = new ArrayList<>(List.of("task", "model", "which", "epoch"));
    head.addAll(metrics);
    table.add(head);
    for (TaskSpread task : runs.tasks()) {
      if (!task.teacher().isEmpty()) {
        add(List.of(task.task(), "(teacher)", "", ""), task.teacher());
      }
      task.students().forEach((name, student) -> add(task.task(), name, student));
    }
  }

  /** The whole table. */
  static String of(SeedsSummary runs) {
    String seeds = runs.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    SeedsTable whole = new SeedsTable(runs);
    String distances =
        MetricDistances.named(whole.metrics)
            .sentence()
            .map(words -> words + System.lineSeparator())
            .orElse("");
    return String.format(
        "mean ± standard deviation of seeds %s%n%s%n%sall: %s",
        seeds, whole.table.text(Screens.tableWidth()), distances, Clock.text(runs.seconds()));
  }

  private void add(String task, String name, StudentSpread student) {
    String epochs =
        student.bestEpochs().stream().map(String::valueOf).collect(Collectors.joining(","));
    add(List.of(task, name, "best", epochs), student.best());
    if (student.lastEpoch() > 0) {
      add(List.of(task, name, "last", Integer.toString(student.lastEpoch())), student.last());
    }
  }

  private void add(List<String> words, Map<String, Spread> values) {
    List<String> row = new ArrayList<>(words);
    metrics.forEach(metric -> row.add(MetricText.of(metric, values.get(metric))));
    table.add(row);
  }
}
