package io.reflux.cli;

import io.reflux.run.RunSummary;
import io.reflux.run.TaskSummary;
import io.reflux.run.TaskSummary.StudentSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a run came to, as a table: a row for each teacher and student, then how the time went. */
final class ResultTable {
  private final List<String> metrics;
  private final List<List<String>> rows = new ArrayList<>();

  private ResultTable(RunSummary run) {
    TreeSet<String> names = new TreeSet<>(MetricOrder.BY_NAME);
    for (TaskSummary task : run.tasks()) {
      names.addAll(task.teacher().keySet());
      task.students().values().forEach(student -> names.addAll(student.best().keySet()));
    }
    metrics = List.copyOf(names);
    List<String> head = new ArrayList<>(List.of("task", "model", "parameters", "size", "epoch"));
    head.addAll(metrics);
    rows.add(head);
    for (TaskSummary task : run.tasks()) {
      if (!task.teacher().isEmpty()) {
        add(List.of(task.task(), "(teacher)", "", "", ""), task.teacher());
      }
      task.students().forEach((name, student) -> add(task.task(), name, student));
    }
  }

  /** The whole table; metrics are percentages, of each student's best epoch. */
  static String of(RunSummary run) {
    StringBuilder text = new StringBuilder(new ResultTable(run).text());
    for (TaskSummary task : run.tasks()) {
      text.append(
          String.format(
              "%n%s: %s, %.0f images/s",
              task.task(), Clock.text(task.seconds()), task.imagesPerSecond()));
      if (!task.busyShares().isEmpty()) {
        text.append("; busy: ").append(shares(task.busyShares()));
      }
      if (!task.unreadable().isEmpty()) {
        text.append("; unreadable images: ").append(task.unreadable().size());
      }
    }
    return text.append(String.format("%nall: %s", Clock.text(run.seconds()))).toString();
  }

  private void add(String task, String name, StudentSummary student) {
    add(
        List.of(
            task,
            name,
            String.format("%,d", student.parameters()),
            Integer.toString(student.embeddingSize()),
            Integer.toString(student.bestEpoch())),
        student.best());
  }

  private void add(List<String> words, Map<String, Double> values) {
    List<String> row = new ArrayList<>(words);
    for (String metric : metrics) {
      Double value = values.get(metric);
      row.add(value == null ? "" : String.format("%.1f", 100 * value));
    }
    rows.add(row);
  }

  private String text() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      boolean word = i < 2;
      line.append(i == 0 ? "" : "  ");
      line.append(word ? row.get(i) + padding : padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }

  private static String shares(Map<String, Double> busy) {
    return busy.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> String.format("%s %.0f%%", e.getKey(), 100 * e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
