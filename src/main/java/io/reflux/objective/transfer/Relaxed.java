package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;

/** Relative distances and relaxed labels: what the two relaxed losses have in common. */
final class Relaxed {
  private Relaxed() {}

  /** Floored distances, each row divided by its mean over all n entries; (n, d) to (n, n). */
  static NDArray distances(NDArray x) {
    NDArray distances = PairwiseDistances.floored(x);
    return distances.div(distances.mean(new int[] {1}, true));
  }

  /** How much each pair counts as a positive, 0 to 1; (n, d) to (n, n). */
  static NDArray weights(NDArray teacher, double sigma) {
    NDArray squares = PairwiseDistances.squared(RowVectors.unit(teacher));
    return Algebra.times(squares, -1 / sigma).exp();
  }
}
