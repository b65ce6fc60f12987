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
}
