package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import java.util.List;

/**
 * Classification by a trained direction for each class: softmax cross entropy of logits made from
 * the inner products of the embeddings, taken as they are, with the class vectors at length 1.
 */
interface ClassDirections extends Objective {
  /**
   * The logits of the softmax, (n, classes).
   *
   * @param products inner products of rows and class vectors, (n, classes)
   * @param labels the class of each row
   */
  NDArray logits(NDArray products, int[] labels);

  @Override
  default List<Trainable> trainables(Dimensions dimensions) {
    return ClassVectors.uniform(dimensions, 1);
  }

  @Override
  default Needs needs() {
    return ClassVectors.NEEDS;
  }

  @Override
  default Loss loss(LossInput input) {
    NDArray products = ClassVectors.products(input, 1); // (n, classes)
    return Loss.of(Softmax.crossEntropy(logits(products, input.labels()), input.labels()));
  }
}
