package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.evaluate.Metric;
import io.reflux.view.ViewRecipe;
import java.util.List;

/**
 * Computes metrics of a trained student.
 *
 * @param task the task that trained it
 * @param student which of the task's students
 * @param weights which of its weights: {@code best} or {@code last}
 * @param view how images are cut
 * @param metrics what is computed, in the order of the file
 * @param batchSize images embedded at once
 * @param device where images are embedded
 * @param threads threads of the evaluator
 * @param parts which parts of the data are measured
 */
public record Measure(
    String task,
    String student,
    String weights,
    ViewRecipe view,
    List<Metric> metrics,
    int batchSize,
    Device device,
    int threads,
    EvaluationParts parts)
    implements Work {

  /** Copies the metrics. */
  public Measure {
    metrics = List.copyOf(metrics);
  }

  /** The same with its student named and its view chosen. */
  Measure of(String name, ViewRecipe chosen) {
    return new Measure(task, name, weights, chosen, metrics, batchSize, device, threads, parts);
  }
}
