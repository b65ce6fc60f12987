package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import java.util.List;

/**
 * Classification by a trained direction for each class: softmax cross entropy of logits made from
 * the inner products of the embeddings, taken as they are, with the class vectors at length 1.
 */
interface ClassDirections extends Objective {
  /** The name of the trainable and of its parameter group. */
  String NAME = "class-vectors";

  /**
   * The logits of the softmax, (n, classes).
   *
   * @param products inner products of rows and class vectors, (n, classes)
   * @param labels the class of each row
   */
  NDArray logits(NDArray products, int[] labels);

  /** A vector for each class, uniform in ±1/√d as in the S2SD repository. */
  @Override
  default List<Trainable> trainables(Dimensions dimensions) {
    int size = dimensions.embeddingSize();
    double bound = 1 / Math.sqrt(size);
    long[] shape = {dimensions.classes(), size};
    return List.of(new Trainable(NAME, shape, NAME, draws -> draws.uniform(-bound, bound)));
  }

  @Override
  default Needs needs() {
    return new Needs(BatchNeeds.ANY_ROW, 0, 2);
  }

  @Override
  default Loss loss(LossInput input) {
    NDArray vectors = Shapes.matrix("parameters." + NAME, input.parameter(NAME)); // (classes, d)
    long classes = vectors.getShape().get(0);
    NDArray x = Shapes.labelled(input, classes); // (n, d)
    Shapes.shaped("parameters." + NAME, vectors, classes, x.getShape().get(1));
    NDArray products = RowVectors.products(x, RowVectors.unit(vectors)); // (n, classes)
    return Loss.of(Softmax.crossEntropy(logits(products, input.labels()), input.labels()));
  }
}
