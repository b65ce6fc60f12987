package io.reflux.report;

import java.io.IOException;
import java.nio.file.Path;
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
  private static final List<String> STEPS =
      List.of("task", "student", "epoch", "step", "loss", "learning_rate", "images_per_second");
  private static final List<String> EVALUATIONS =
      List.of("task", "student", "epoch", "step", "metrics");

  /** Reads {@code metrics.csv} and {@code evaluations.csv}; what is missing is empty. */
  static Curves read(Path run) throws IOException {
    Map<String, Curve> losses = new LinkedHashMap<>();
    Map<String, Curve> learningRates = new LinkedHashMap<>();
    Map<String, Curve> rates = new LinkedHashMap<>();
    Map<String, Map<String, Curve>> metrics = new LinkedHashMap<>();
    CsvTable.read(
        run.resolve("metrics.csv"),
        STEPS,
        line -> {
          double step = line.number("step");
          add(losses, name(line), step, line.number("loss"));
          add(learningRates, name(line), step, line.number("learning_rate"));
          add(rates, line.text("task"), step, line.number("images_per_second"));
        });
    CsvTable.read(
        run.resolve("evaluations.csv"),
        EVALUATIONS,
        line ->
            values(line.text("metrics"))
                .forEach(
                    (metric, value) ->
                        add(
                            metrics.computeIfAbsent(metric, m -> new LinkedHashMap<>()),
                            name(line),
                            line.number("epoch"),
                            value)));
    Map<String, Map<String, List<double[]>>> evaluations = new LinkedHashMap<>();
    metrics.forEach((metric, curves) -> evaluations.put(metric, points(curves)));
    return new Curves(points(losses), points(learningRates), points(rates), evaluations);
  }

  /** What {@code recall@1=0.75 map@r=0.31} says. */
  static Map<String, Double> values(String text) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String each : text.split(" ")) {
      int equals = each.lastIndexOf('=');
      if (equals > 0) {
        values.put(each.substring(0, equals), Double.valueOf(each.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String name(CsvTable.Line line) {
    return line.text("task") + " · " + line.text("student");
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
