package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gradient mode of the calling thread, and backward passes.
 *
 * <p>libtorch keeps the gradient mode per thread. DJL's {@code GradientCollector} keeps one flag
 * for the whole process, so that two trainers could not work at once; this class goes past it.
 */
public final class Autograd {
  private Autograd() {}

  /** Runs {@code work} with the recording of gradients switched on for this thread. */
  public static <T> T recording(Supplier<T> work) {
    return inMode(true, work);
  }

  /** Runs {@code work} with the recording of gradients switched off for this thread. */
  public static <T> T paused(Supplier<T> work) {
    return inMode(false, work);
  }

  /** A copy of an array, outside of its graph, that gathers a gradient of its own. */
  public static NDArray leaf(NDArray array) {
    return paused(
        () -> {
          NDArray copy = array.duplicate();
          copy.setRequiresGradient(true);
          return copy;
        });
  }

  /** Adds the gradients of a scalar to every leaf it depends on. */
  public static void backward(NDArray scalar) {
    try (NDArray one = scalar.onesLike()) {
      backward(scalar, one);
    }
  }

  /**
   * Adds to every leaf the gradient of an output, given the gradient with respect to the output.
   */
  public static void backward(NDArray output, NDArray gradientOfOutput) {
    JniUtils.backward((PtNDArray) output, (PtNDArray) gradientOfOutput, false, false);
  }

  /**
   * The gradient that a leaf has gathered, in the leaf's own memory.
   *
   * @param owner who frees the handle
   * @return empty if no backward pass has reached the leaf
   */
  public static Optional<NDArray> gradient(NDArray leaf, NDManager owner) {
    PtNDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
    if (gradient == null) {
      return Optional.empty();
    }
    gradient.attach(owner);
    return Optional.of(gradient);
  }

  private static <T> T inMode(boolean gradients, Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(gradients);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
