package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.evaluate.AlsoMeasured;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.EvaluationSpec;
import io.reflux.pipeline.Measure;
import io.reflux.view.ViewRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one evaluation does.
 *
 * @param parts what is embedded
 * @param metrics what is computed of the embeddings
 * @param batchSize images embedded at once
 * @param device where
 * @param teacher the file with the teacher's embeddings of the same images, where one is measured
 * @param also what is told beside the metrics
 */
record EvaluationWork(
    EvaluationParts.Chosen parts,
    List<Metric> metrics,
    int batchSize,
    Device device,
    Optional<Path> teacher,
    AlsoMeasured also) {

  /** Of the students of a learning task. */
  static EvaluationWork of(
      EvaluationSpec spec, EvaluationParts.Chosen parts, Optional<Path> teacher) {
    return new EvaluationWork(
        parts, spec.metrics(), spec.batchSize(), spec.device(), teacher, spec.also());
  }

  /** Of a task that only measures. */
  static EvaluationWork of(Measure measure, EvaluationParts.Chosen parts) {
    return new EvaluationWork(
        parts,
        measure.metrics(),
        measure.batchSize(),
        measure.device(),
        Optional.empty(),
        measure.also());
  }

  /** Whether a metric of it asks for the teacher's embeddings. */
  boolean comparesTeacher() {
    return metrics.stream().anyMatch(Metric::comparesTeacher);
  }

  /** What its metrics will say less by than one may think, by the labels of what is measured. */
  List<String> doubts() {
    return parts.doubts(metrics);
  }

  /** How many images are embedded, those that several passes visit counted in each. */
  long images() {
    long gallery = parts.gallery().size();
    long passes = parts.leaveOneOut() ? 0 : 1;
    passes += probe().filter(p -> p.view().isPresent()).map(ProbeSettings::epochs).orElse(0);
    return parts.queries().size() + passes * gallery;
  }

  /** The view of a linear probe that makes features anew; empty if no metric asks for one. */
  Optional<ViewRecipe> probeView() {
    return probe().flatMap(ProbeSettings::view);
  }

  /** How a linear probe among the metrics learns; empty if there is none. */
  Optional<ProbeSettings> probe() {
    return metrics.stream().flatMap(metric -> metric.probe().stream()).findFirst();
  }
}
