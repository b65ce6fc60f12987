package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.evaluate.AlsoMeasured;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.method.Weightings;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Span;
import java.util.List;

/**
 * When and how students are evaluated.
 *
 * @param every the span between two evaluations; the end of a task always has one
 * @param metrics what is computed, in the order of the file
 * @param batchSize images embedded at once
 * @param device where images are embedded
 * @param threads threads of the evaluator; those of all stages together should not exceed the cores
 * @param best the name of the metric that picks the best epoch
 * @param parts which parts of the data are measured
 * @param also what is told beside the metrics
 */
public record EvaluationSpec(
    Span every,
    List<Metric> metrics,
    int batchSize,
    Device device,
    int threads,
    String best,
    EvaluationParts parts,
    AlsoMeasured also) {

  /** Copies the metrics. */
  public EvaluationSpec {
    metrics = List.copyOf(metrics);
  }

  /** The same by other metrics, of which the first picks the best epoch. */
  EvaluationSpec by(List<Metric> others) {
    return new EvaluationSpec(
        every, others, batchSize, device, threads, named(parts, others.get(0).name()), parts, also);
  }

  /** The same with so many threads. */
  EvaluationSpec with(int other) {
    return new EvaluationSpec(every, metrics, batchSize, device, other, best, parts, also);
  }

  static EvaluationSpec read(Section section, Devices devices, Device student) {
    Span every = Spans.positive(section, "every");
    int batchSize = section.whole("batch-size", Range.atLeast(1));
    Device device = devices.oneOr(section, "device", student);
    int threads = CoreShares.read(section);
    String best = section.text("best");
    EvaluationParts parts = EvaluationParts.read(section);
    MetricSettings settings = MetricSettings.read(section);
    List<Metric> metrics = settings.metrics();
    List<String> names = metrics.stream().map(Metric::name).toList();
    String chosen = best.substring(best.lastIndexOf(Weightings.OF) + 1);
    if (!names.isEmpty() && !names.contains(chosen)) {
      section.refuse("best", "one of metrics: " + String.join(", ", names));
    } else if (metrics.stream().anyMatch(m -> m.name().equals(chosen) && m.lessIsBetter())) {
      section.refuse("best", "a metric of which more is better");
    }
    String first = named(parts, best);
    if (!first.equals(best)) {
      section.resolve("best", first);
    }
    return new EvaluationSpec(
        every, metrics, batchSize, device, threads, first, parts, settings.also());
  }

  /** Of several datasets, the metric of the first. */
  private static String named(EvaluationParts parts, String metric) {
    return parts.data().isNamed() && !metric.contains(Weightings.OF)
        ? parts.data().recipes().keySet().iterator().next() + Weightings.OF + metric
        : metric;
  }
}
