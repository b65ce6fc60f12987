package io.reflux.objective;

import ai.djl.ndarray.NDArray;

/** A trained direction for each class, as the losses of classification have them. */
public final class ClassVectors {
  /** The name of the trainable and of its parameter group. */
  static final String NAME = "class-vectors";

  private ClassVectors() {}

  /** A vector for each class, uniform in ±1/√d as in the S2SD repository. */
  public static Trainable uniform(Dimensions dimensions) {
    int size = dimensions.embeddingSize();
    double bound = 1 / Math.sqrt(size);
    long[] shape = {dimensions.classes(), size};
    return new Trainable(NAME, shape, NAME, draws -> draws.uniform(-bound, bound));
  }

  /** The class vectors of an input, (classes, d), each of length 1. */
  public static NDArray unit(LossInput input) {
    NDArray vectors = Shapes.matrix("parameters." + NAME, input.parameter(NAME));
    long size = input.embeddings().getShape().get(1);
    Shapes.shaped("parameters." + NAME, vectors, vectors.getShape().get(0), size);
    return RowVectors.unit(vectors);
  }

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
