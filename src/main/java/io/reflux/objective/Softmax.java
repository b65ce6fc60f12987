package io.reflux.objective;

import ai.djl.ndarray.NDArray;

/** Softmax over classes. */
public final class Softmax {
  private Softmax() {}

  /** Softmax cross entropy, the mean over rows; (n, classes) to a scalar. */
  public static NDArray crossEntropy(NDArray logits, int[] labels) {
    NDArray targets = RowVectors.index(logits, labels).expandDims(1); // (n, 1)
    return logits.logSoftmax(1).gather(targets, 1).mean().neg();
  }

  /** The entries of the labels' columns as ones, the others 0; (n, classes) as the matrix given. */
  public static NDArray targets(NDArray logits, int[] labels) {
    long classes = logits.getShape().get(1);
    return Algebra.weights(Pairs.ofClass(logits.getManager(), labels, classes), logits);
  }

  /**
   * Minus the mean logarithm of the softmax over a row's other rows, at those of them that are its
   * own; the mean over the rows that have some, 0 if none has.
   *
   * @param scores of all pairs of rows, (n, n)
   * @param own true for the pairs whose rows belong together, never on the diagonal; (n, n)
   */
  public static NDArray contrast(NDArray scores, NDArray own) {
    NDArray counts = Algebra.weights(own, scores).sum(new int[] {1}); // (n)
    if (scores.getShape().get(0) == 1) {
      return Algebra.nothing(scores);
    }
    NDArray others = Pairs.offDiagonal(scores).gt(0);
    NDArray logs = Algebra.where(others, scores, Double.NEGATIVE_INFINITY).logSoftmax(1); // (n, n)
    NDArray each = // (n)
        Algebra.where(own, logs, 0).sum(new int[] {1}).div(Algebra.atLeast(counts, 1)).neg();
    return Algebra.meanOf(each, Algebra.weights(counts.gt(0), scores));
  }

  /**
   * The divergence of the softmax of scores from that of others, the mean over rows: {@code Σ p
   * (log p - log q)}.
   *
   * @param target the logits of p, without gradient; (n, k)
   * @param scores the logits of q, (n, k)
   */
  public static NDArray divergence(NDArray target, NDArray scores) {
    NDArray logs = target.stopGradient().logSoftmax(1); // (n, k)
    return logs.exp().mul(logs.sub(scores.logSoftmax(1))).sum(new int[] {1}).mean();
  }
}
