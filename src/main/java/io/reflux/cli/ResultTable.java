package io.reflux.cli;

import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import io.reflux.rundir.TaskSummary.StudentSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run came to, as a table: a row for each teacher and student, then by which distance
 * metrics go, and how the time went.
 */
final class ResultTable {
  private final List<String> metrics;
  private final TextTable table = new TextTable();

  private ResultTable(RunSummary run) {
    TreeSet<String> names = new TreeSet<>(MetricOrder.BY_NAME);
    for (TaskSummary task : run.tasks()) {
      names.addAll(task.teacher().keySet());
      task.students().values().forEach(student -> names.addAll(student.best().keySet()));
    }
    metrics = List.copyOf(names);
    List<String> head =
        new ArrayList<>(List.of("task", "model", "parameters", "size", "which", "epoch"));
    head.addAll(metrics);
    table.add(head);
    for (TaskSummary task : run.tasks()) {
      if (!task.teacher().isEmpty()) {
        add(List.of(task.task(), "(teacher)", "", "", "", ""), task.teacher());
      }
      task.students().forEach((name, student) -> add(task.task(), name, student));
    }
  }

  /** The whole table; shares are percentages, of each student's best and last epoch. */
  static String of(RunSummary run) {
    ResultTable whole = new ResultTable(run);
    StringBuilder text = new StringBuilder(whole.table.text(Screens.tableWidth()));
    MetricDistances.named(whole.metrics)
        .sentence()
        .ifPresent(words -> text.append(System.lineSeparator()).append(words));
    for (TaskSummary task : run.tasks()) {
      text.append(
          String.format(
              "%n%s: %s, %.0f images/s",
              task.task(), Clock.text(task.seconds()), task.imagesPerSecond()));
      if (!task.busyShares().isEmpty()) {
        text.append("; busy: ").append(shares(task.busyShares()));
      }
      if (task.checkpointShare() > 0) {
        text.append(
            String.format("; paused for checkpoints: %.2f%%", 100 * task.checkpointShare()));
      }
      if (!task.unreadable().isEmpty()) {
        text.append("; unreadable images: ").append(task.unreadable().size());
      }
    }
    text.append(String.format("%nall: %s", Clock.text(run.seconds())));
    String memory = run.memory().inWords();
    text.append(memory.isEmpty() ? "" : "; memory: " + memory);
    return WrappedText.onScreen(text.toString());
  }

  private void add(String task, String name, StudentSummary student) {
    add(row(task, name, student), student.best());
    if (student.lastEpoch() > 0) {
      add(List.of(task, name, "", "", "last", number(student.lastEpoch())), student.last());
    }
  }

  private static List<String> row(String task, String name, StudentSummary student) {
    boolean trained = student.lastEpoch() > 0;
    return List.of(
        task,
        name,
        trained ? String.format("%,d", student.parameters()) : "",
        trained ? number(student.embeddingSize()) : "",
        trained ? "best" : "",
        trained ? number(student.bestEpoch()) : "");
  }

  private static String number(int number) {
    return Integer.toString(number);
  }

  private void add(List<String> words, Map<String, Double> values) {
    List<String> row = new ArrayList<>(words);
    metrics.forEach(metric -> row.add(MetricText.of(metric, values.get(metric))));
    table.add(row);
  }

  private static String shares(Map<String, Double> busy) {
    return busy.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> String.format("%s %.0f%%", e.getKey(), 100 * e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
