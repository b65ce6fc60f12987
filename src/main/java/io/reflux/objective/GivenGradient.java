package io.reflux.objective;

import ai.djl.ndarray.NDArray;

/** A number whose gradient was computed beside it, not by the graph. */
public final class GivenGradient {
  private GivenGradient() {}

  /**
   * The value in the graph of x, so that a backward pass hands on the gradient: {@code value + ⟨x,
   * gradient⟩ - ⟨x, gradient⟩}, where what is taken away stands still.
   *
   * @param value a scalar outside of the graph
   * @param gradient the value's, in the shape of x, outside of the graph
   */
  public static NDArray of(NDArray x, NDArray value, NDArray gradient) {
    NDArray along = x.mul(gradient).sum();
    return along.sub(along.stopGradient()).add(value);
  }
}
