package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.evaluate.AlsoMeasured;
import io.reflux.evaluate.Metric;
import io.reflux.view.ViewRecipe;
import java.util.List;

/**
 * Computes metrics of a model that has been trained, here or elsewhere.
 *
 * @param source the model
 * @param view how images are cut
 * @param metrics what is computed, in the order of the file
 * @param batchSize images embedded at once
 * @param device where images are embedded
 * @param threads threads of the evaluator
 * @param parts which parts of the data are measured
 * @param also what is told beside the metrics
 */
public record Measure(
    ModelSource source,
    ViewRecipe view,
    List<Metric> metrics,
    int batchSize,
    Device device,
    int threads,
    EvaluationParts parts,
    AlsoMeasured also)
    implements Work {

  /** Copies the metrics. */
  public Measure {
    metrics = List.copyOf(metrics);
  }

  /** The same with its source looked up and its view chosen. */
  Measure of(ModelSource found, ViewRecipe chosen) {
    return new Measure(found, chosen, metrics, batchSize, device, threads, parts, also);
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.measure(this);
  }
}
