package io.reflux.cli;

import io.reflux.dataset.Dataset;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.evaluate.RankingMetric;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.setting.Defaults;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The metrics that a command line names. */
final class MetricsOption {
  private static final Pattern COUNTED = Pattern.compile("(?:(?:c_)?recall|knn)@(\\d+)");

  private MetricsOption() {}

  /** The metrics of these names, or the usual ones for no names; unknown ones are refused. */
  static List<Metric> read(List<String> names, Consumer<String> refuse) {
    String list = names.stream().map(HoconText::quoted).collect(Collectors.joining(", "));
    Problems problems = new Problems();
    Section section =
        HoconFile.parse(
                names.isEmpty() ? "" : "metrics = [" + list + "]",
                "--metrics",
                Path.of(""),
                problems)
            .orElseGet(() -> new Section(Defaults.NONE, Defaults.NONE, "", problems));
    List<Metric> metrics = MetricSettings.read(section).metrics();
    problems.all().stream().findFirst().ifPresent(problem -> refuse.accept(problem.toString()));
    return metrics;
  }

  /** Refuses what means nothing on these parts of the data. */
  static void check(List<Metric> metrics, EvaluationParts.Chosen parts, Consumer<String> refuse) {
    boolean ranked = metrics.stream().anyMatch(RankingMetric.class::isInstance);
    if (ranked && parts.leaveOneOut() && allAlone(parts.queries())) {
      refuse.accept(
          String.format(
              "--data: %d images, each the only one of its class (expected: classes of two or more,"
                  + " or a --gallery)",
              parts.queries().size()));
    }
    parts.findable().impossible(metrics).ifPresent(why -> refuse.accept("--data: " + why));
    for (Metric metric : metrics) {
      if (!fits(metric, parts)) {
        refuse.accept(
            String.format(
                "--metrics: %s (expected: a number up to %d, the rows that can be found)",
                metric.name(), rows(parts)));
      }
      if (metric.probe().isPresent() && parts.leaveOneOut()) {
        refuse.accept(
            "--metrics: "
                + metric.name()
                + " (expected: a --gallery that it learns from, as train)");
      }
    }
  }

  /** False if the metric looks for more rows than can be found. */
  static boolean fits(Metric metric, EvaluationParts.Chosen parts) {
    Matcher counted = COUNTED.matcher(metric.name());
    return !counted.matches() || Long.parseLong(counted.group(1)) <= rows(parts);
  }

  private static int rows(EvaluationParts.Chosen parts) {
    return parts.gallery().size() - (parts.leaveOneOut() ? 1 : 0);
  }

  private static boolean allAlone(Dataset part) {
    return IntStream.range(0, part.size()).map(part::label).distinct().count() == part.size();
  }
}
