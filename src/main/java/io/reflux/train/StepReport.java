package io.reflux.train;

import java.util.Map;

/**
 * What one step was like.
 *
 * @param loss the loss before the update
 * @param parts the loss's unweighted terms by name
 * @param learningRate the rate of the network's first parameter group in this step
 * @param seconds the time the step took on the student's thread
 * @param embeddings the embeddings before the update of the first view that the student saw, row
 *     after row; empty unless they were asked for
 */
public record StepReport(
    double loss,
    Map<String, Double> parts,
    double learningRate,
    double seconds,
    float[] embeddings) {

  /** The same without embeddings. */
  public StepReport(double loss, Map<String, Double> parts, double learningRate, double seconds) {
    this(loss, parts, learningRate, seconds, new float[0]);
  }
}
