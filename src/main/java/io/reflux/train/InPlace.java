package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;

/** Writing over tensors that others hold on to. */
final class InPlace {
  private InPlace() {}

  /**
   * Writes values over a tensor of the same shape. Exact for finite values: x - x is 0, and 0 + v
   * is v.
   */
  static void overwrite(NDArray array, NDArray value) {
    if (!array.getShape().equals(value.getShape())) {
      throw new IllegalArgumentException(
          "tensor: " + value.getShape() + " (expected: " + array.getShape() + ")");
    }
    Autograd.paused(() -> array.subi(array).addi(value));
  }
}
