package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.HostTensor;
import java.util.Arrays;

/**
 * What a tensor of a step held, in a few numbers.
 *
 * @param part the part of the step
 * @param name its name in that part
 * @param shape its shape
 * @param norm the length of its finite values: the root of the sum of their squares
 * @param largest the largest of their absolute values
 * @param notFinite how many values are NaN or infinite
 */
public record TensorFacts(
    StepWatch.Part part, String name, long[] shape, double norm, double largest, long notFinite) {

  static TensorFacts of(StepWatch.Part part, String name, NDArray tensor) {
    HostTensor host = Autograd.paused(() -> HostTensor.copyOf(tensor));
    double squares = 0;
    double largest = 0;
    long notFinite = 0;
    for (double value : host.doubles()) {
      if (Double.isFinite(value)) {
        squares += value * value;
        largest = Math.max(largest, Math.abs(value));
      } else {
        notFinite++;
      }
    }
    return new TensorFacts(part, name, host.shape(), Math.sqrt(squares), largest, notFinite);
  }

  /** How many values there are. */
  public long count() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** True without NaN and infinite values. */
  public boolean finite() {
    return notFinite == 0;
  }
}
