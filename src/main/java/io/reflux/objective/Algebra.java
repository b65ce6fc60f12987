package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.reflux.engine.HostScalar;

/**
 * What the losses share of tensor arithmetic. Constants take the element type of the tensor they
 * meet, so that a loss computes in float32 or float64 as its inputs do, scalars included.
 */
public final class Algebra {
  private Algebra() {}

  /** A number in the element type of a tensor. */
  public static Number number(NDArray like, double value) {
    if (like.getDataType() == DataType.FLOAT64) {
      return value;
    }
    return (float) value;
  }

  /**
   * A scalar of its own, in the element type of a tensor and owned as it is. It lies in the host's
   * memory wherever the tensor does: libtorch hands it on with the operation, as a number, so that
   * a GPU waits for no copy. So it meets tensors in operations element by element only.
   */
  public static NDArray scalar(NDArray like, double value) {
    return HostScalar.of(like, number(like, value));
  }

  /** x + term. */
  public static NDArray plus(NDArray x, double term) {
    return x.add(scalar(x, term));
  }

  /**
   * x * factor.
   *
   * <p>Not by DJL's {@code mul(Number)}: that lets go of the number's memory as soon as it has
   * multiplied, but the backward pass reads the number again; what it reads is garbage if the JVM
   * has collected the memory by then. The scalar made here lives as long as its manager.
   */
  public static NDArray times(NDArray x, double factor) {
    return factor == 1 ? x : x.mul(scalar(x, factor));
  }

  /** x where positive, else 0; the gradient at 0 is 0. */
  public static NDArray positivePart(NDArray x) {
    return Activation.relu(x);
  }

  /** x, or {@code floor} with a gradient of 0 where x lies below. */
  public static NDArray atLeast(NDArray x, double floor) {
    return x.clip(number(x, floor), Float.POSITIVE_INFINITY);
  }

  /** Where x is above 0. */
  public static NDArray positive(NDArray x) {
    return x.gt(scalar(x, 0));
  }

  /** A mask as ones and zeros of the element type of a tensor. */
  public static NDArray weights(NDArray mask, NDArray like) {
    return mask.toType(like.getDataType(), false);
  }

  /** x where the mask says so, else a constant. */
  public static NDArray where(NDArray mask, NDArray x, double otherwise) {
    return NDArrays.where(mask, x, scalar(x, otherwise));
  }

  /** 1 / x where x is positive, else 0 with a gradient of 0; what is no number stays none. */
  public static NDArray reciprocalOrZero(NDArray x) {
    NDArray positive = x.lte(scalar(x, 0)).logicalNot();
    return weights(positive, x).div(where(positive, x, 1));
  }

  /**
   * The square root where x is above {@code floor}, else 0 with a gradient of 0; what is no number
   * stays none.
   */
  public static NDArray rootOrZero(NDArray x, double floor) {
    NDArray above = x.lte(scalar(x, floor)).logicalNot();
    return where(above, x, 1).sqrt().mul(weights(above, x));
  }

  /** The logarithm of 1 + the sum over a row of exp(x) where the mask says so. (r, c) to (r). */
  public static NDArray logOnePlusSumExp(NDArray x, NDArray mask) {
    NDArray kept = where(mask, x, Double.NEGATIVE_INFINITY); // (r, c)
    NDArray one = x.getManager().zeros(new Shape(x.getShape().get(0), 1), x.getDataType());
    return NDArrays.concat(new NDList(one, kept), 1).logSoftmax(1).get(":, 0").neg(); // (r)
  }

  /** The logarithm of the sum over a row of exp(x) where the mask says so; 0 for an empty row. */
  public static NDArray logSumExp(NDArray x, NDArray mask) {
    NDArray weights = weights(mask, x); // (r, c)
    NDArray empty = weights.sum(new int[] {1}).eq(scalar(x, 0)); // (r)
    NDArray top = where(mask, x, Double.NEGATIVE_INFINITY).max(new int[] {1}).stopGradient();
    NDArray shift = where(empty.logicalNot(), top, 0); // (r)
    NDArray shifted = where(mask, x.sub(shift.expandDims(1)), 0).exp().mul(weights);
    return shifted.sum(new int[] {1}).add(weights(empty, x)).log().add(shift);
  }

  /** The mean of the values that a mask of ones and zeros keeps; 0 if it keeps none. */
  public static NDArray meanOf(NDArray x, NDArray weights) {
    return x.mul(weights).sum().div(atLeast(weights.sum(), 1));
  }

  /** The mean of the strictly positive values; 0 if there is none. The values are not negative. */
  public static NDArray meanOfPositive(NDArray x) {
    return meanOf(x, weights(positive(x), x));
  }

  /** A loss of 0 whose gradient is 0, in the graph of a tensor. */
  public static NDArray nothing(NDArray x) {
    return times(x, 0).sum();
  }

  /**
   * Huber's loss with threshold 1: half the square up to 1, the distance minus a half beyond it.
   */
  public static NDArray smoothL1(NDArray difference) {
    NDArray size = difference.abs();
    NDArray inner = size.clip(number(size, 0), number(size, 1));
    return inner.mul(size.sub(times(inner, 0.5)));
  }
}
