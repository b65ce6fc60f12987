package io.reflux.report;

import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run wrote step by step and evaluation by evaluation.
 *
 * @param losses by task and student, {@code task · student}: step, loss
 * @param learningRates likewise
 * @param rates images per second by task: step, rate
 * @param evaluations by metric, then by task and student: epoch, value
 */
record Curves(
    Map<String, List<double[]>> losses,
    Map<String, List<double[]>> learningRates,
    Map<String, List<double[]>> rates,
    Map<String, Map<String, List<double[]>>> evaluations) {

  /** Reads the run's steps and evaluations; what is missing is empty. */
  static Curves read(RunDirectory run) throws IOException {
    Map<String, Curve> losses = new LinkedHashMap<>();
    Map<String, Curve> learningRates = new LinkedHashMap<>();
    Map<String, Curve> rates = new LinkedHashMap<>();
    Map<String, Map<String, Curve>> metrics = new LinkedHashMap<>();
    run.steps(
        row -> {
          String name = name(row.task(), row.student());
          double step = (double) row.step();
          add(losses, name, step, row.loss());
          add(learningRates, name, step, row.learningRate());
          add(rates, row.task(), step, row.imagesPerSecond());
        });
    run.evaluations(
        row ->
            row.metrics()
                .forEach(
                    (metric, value) ->
                        add(
                            metrics.computeIfAbsent(metric, m -> new LinkedHashMap<>()),
                            name(row.task(), row.student()),
                            row.epoch(),
                            value)));
    Map<String, Map<String, List<double[]>>> evaluations = new LinkedHashMap<>();
    metrics.forEach((metric, curves) -> evaluations.put(metric, points(curves)));
    return new Curves(points(losses), points(learningRates), points(rates), evaluations);
  }

  /** How the page calls a student of a task. */
  static String name(String task, String student) {
    return task + " · " + student;
  }

  private static void add(Map<String, Curve> curves, String name, double x, double y) {
    curves.computeIfAbsent(name, n -> new Curve()).add(x, y);
  }

  private static Map<String, List<double[]>> points(Map<String, Curve> curves) {
    return curves.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> each.getValue().points(),
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
