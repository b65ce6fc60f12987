package io.reflux.evaluate;

import io.reflux.setting.Defaults;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which metrics an evaluation computes.
 *
 * @param metrics the metrics, in the order of the file
 * @param also what is told beside them
 */
public record MetricSettings(List<Metric> metrics, AlsoMeasured also) {

  /**
   * Reads a section {@code { metrics = ["recall@1", "map@r"] }}, whose defaults stand under {@code
   * reflux.evaluate}, and checks every key of it. Unknown names are noted as problems. The objects
   * {@code kmeans} and {@code linear-probe} tell the metrics that cluster and train how to, {@code
   * also} what is told beside them.
   */
  public static MetricSettings read(Section section) {
    Section own = section.withDefaults(Defaults.of("evaluate"));
    List<Metric> metrics = named(own, MetricOptions.read(own));
    AlsoMeasured also = AlsoMeasured.read(own.section("also"));
    own.finish();
    return new MetricSettings(metrics, also);
  }

  /**
   * Metrics that need no labels, for a network that has a teacher: how far its neighbours are the
   * teacher's.
   */
  public static List<Metric> ofAgreement() {
    return List.of(
        new TeacherOverlap("teacher-overlap@10", 10), new TeacherOverlap("teacher-overlap@1", 1));
  }

  private static List<Metric> named(Section section, MetricOptions options) {
    List<Metric> metrics = new ArrayList<>();
    int problems = section.problemsSoFar();
    List<String> names = section.texts("metrics");
    if (names.isEmpty() && section.problemsSoFar() == problems) {
      section.refuse("metrics", "at least one metric, as recall@1");
    }
    for (String name : names) {
      Optional<Metric> metric = Metrics.CATALOGUE.named(name, options);
      metric.ifPresentOrElse(
          metrics::add, () -> section.refuse("metrics", "names of metrics; " + hint(name)));
    }
    return List.copyOf(metrics);
  }

  private static String hint(String name) {
    List<String> near = Metrics.CATALOGUE.nearest(name);
    return near.isEmpty()
        ? "unknown: " + name + "; known: " + String.join(", ", Metrics.CATALOGUE.names())
        : "unknown: " + name + "; nearest: " + String.join(", ", near);
  }
}
