package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Pairs;
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

  /**
   * Relaxed contrast, {@code 1/n Σ_{i≠j} w R² + (1 - w) [delta - R]₊²}.
   *
   * @param relaxed R, what {@link #distances} makes of the student's rows, (n, n)
   * @param attract w, how much each pair counts as a positive, (n, n)
   */
  static NDArray contrast(NDArray relaxed, NDArray attract, double delta) {
    NDArray pulled = attract.mul(relaxed.square());
    NDArray shortfall = Algebra.positivePart(Algebra.plus(relaxed.neg(), delta));
    NDArray pushed = Algebra.plus(attract.neg(), 1).mul(shortfall.square());
    NDArray sum = pulled.add(pushed).mul(Pairs.offDiagonal(relaxed)).sum();
    return Algebra.times(sum, 1.0 / relaxed.getShape().get(0));
  }

  /** How much each pair counts as a positive, 0 to 1; (n, d) to (n, n). */
  static NDArray weights(NDArray teacher, double sigma) {
    NDArray squares = PairwiseDistances.squared(RowVectors.unit(teacher));
    return Algebra.times(squares, -1 / sigma).exp();
  }
}
