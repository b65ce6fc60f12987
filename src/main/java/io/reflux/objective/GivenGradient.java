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
    return of(x, value, gradient, 1);
  }

  /**
   * The same where the gradient is a multiple of something that is at hand.
   *
   * @param direction in the shape of x, outside of the graph
   * @param factor what it is multiplied by
   */
  public static NDArray of(NDArray x, NDArray value, NDArray direction, double factor) {
    NDArray along = Algebra.times(x.flatten().dot(direction.flatten()), factor);
    return along.sub(along.stopGradient()).add(value);
  }

  /**
   * The mean of all squared differences from what stands still: each number is written three times,
   * where the graph of the same formula writes it six times.
   *
   * @param target in the shape of x
   */
  public static NDArray meanSquare(NDArray x, NDArray target) {
    NDArray difference = x.stopGradient().sub(target.stopGradient());
    return of(x, difference.square().mean(), difference, 2.0 / difference.size());
  }
}
