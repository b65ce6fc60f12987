package io.reflux.cli;

import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The metrics that a command line names. */
final class AskedMetrics {
  private AskedMetrics() {}

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
}
