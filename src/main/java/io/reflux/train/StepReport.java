package io.reflux.train;

import java.util.Optional;

/**
 * What one step was like.
 *
 * @param loss the loss before the update
 * @param learningRate the rate of the network's first parameter group in this step
 * @param seconds the time the step took on the student's thread
 * @param embeddings the embeddings before the update of the first view that the student saw, row
 *     after row; empty unless they were asked for
 * @param snapshot the student right after the step, if it was asked for
 * @param snapshotSeconds the time that copying it took on the student's thread
 */
public record StepReport(
    double loss,
    double learningRate,
    double seconds,
    float[] embeddings,
    Optional<StudentState> snapshot,
    double snapshotSeconds) {

  /** The report of a step after which nobody has asked for the student. */
  public StepReport(double loss, double learningRate, double seconds, float[] embeddings) {
    this(loss, learningRate, seconds, embeddings, Optional.empty(), 0);
  }

  /** The same with the student as it was right after the step, and how long copying it took. */
  public StepReport with(StudentState after, double tookSeconds) {
    return new StepReport(loss, learningRate, seconds, embeddings, Optional.of(after), tookSeconds);
  }
}
