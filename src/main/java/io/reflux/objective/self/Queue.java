package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import java.util.List;
import java.util.Map;

/** A first-in first-out memory of key embeddings. */
final class Queue {
  /** The name of the memory. */
  static final String NAME = "queue";

  private Queue() {}

  /** A queue of random directions of length about 1. */
  static List<Trainable> memory(Dimensions dimensions, int size) {
    long[] shape = {size, dimensions.embeddingSize()};
    double deviation = 1 / Math.sqrt(dimensions.embeddingSize());
    return List.of(new Trainable(NAME, shape, "", draws -> deviation * draws.nextGaussian()));
  }

  /** The queue of an input, (m, d), of the student's embedding size. */
  static NDArray of(LossInput input) {
    NDArray queue = Shapes.matrix("memories." + NAME, input.memory(NAME));
    long size = input.embeddings().getShape().get(1);
    return Shapes.shaped("memories." + NAME, queue, queue.getShape().get(0), size);
  }

  /** The queue after a batch: the oldest rows dropped, the keys appended. */
  static Map<String, NDArray> after(NDArray queue, NDArray keys) {
    long size = queue.getShape().get(0);
    NDArray all = NDArrays.concat(new NDList(queue, keys.stopGradient()), 0);
    return Map.of(NAME, all.get((all.getShape().get(0) - size) + ":").duplicate());
  }
}
