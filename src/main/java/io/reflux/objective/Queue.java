package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;

/**
 * A first-in first-out memory of embeddings.
 *
 * @param name the name of the memory
 */
public record Queue(String name) {
  /** The name that a loss's only queue has. */
  public static final String NAME = "queue";

  /** Random directions of length about 1. */
  public Trainable random(int rows, long size) {
    double deviation = 1 / Math.sqrt((double) size);
    return new Trainable(name, new long[] {rows, size}, "", d -> deviation * d.nextGaussian());
  }

  /** Rows of zeros. */
  public Trainable empty(int rows, long size) {
    return new Trainable(name, new long[] {rows, size}, "", draws -> 0);
  }

  /** The queue of an input, (m, size). */
  public NDArray of(LossInput input, long size) {
    NDArray queue = Shapes.matrix("memories." + name, input.memory(name));
    return Shapes.shaped("memories." + name, queue, queue.getShape().get(0), size);
  }

  /** The queue after a batch: the oldest rows dropped, the keys appended. */
  public Map<String, NDArray> after(NDArray queue, NDArray keys) {
    long size = queue.getShape().get(0);
    NDArray all = NDArrays.concat(new NDList(queue, keys.stopGradient()), 0);
    return Map.of(name, all.get((all.getShape().get(0) - size) + ":").duplicate());
  }
}
