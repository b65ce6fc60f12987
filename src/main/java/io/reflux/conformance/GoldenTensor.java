package io.reflux.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor as golden cases write it.
 *
 * @param shape the size of each dimension; empty for a scalar
 * @param data row-major
 */
public record GoldenTensor(long[] shape, double[] data) {

  /** Reads {@code {"shape": …, "data": …}}, or a plain number. */
  public static GoldenTensor of(JsonNode node) {
    if (node.isNumber()) {
      return new GoldenTensor(new long[0], new double[] {node.asDouble()});
    }
    JsonNode shape = node.path("shape");
    JsonNode data = node.path("data");
    long[] sizes = SameShape.sizes(shape);
    double[] values =
        data.isNumber()
            ? new double[] {data.asDouble()}
            : IntStream.range(0, data.size()).mapToDouble(i -> data.get(i).asDouble()).toArray();
    if (!node.has("shape") || Arrays.stream(sizes).reduce(1, (a, b) -> a * b) != values.length) {
      throw new IllegalArgumentException(
          "tensor: " + values.length + " values (expected: as many as its shape says)");
    }
    return new GoldenTensor(sizes, values);
  }

  /** True if the node is written as a tensor. */
  public static boolean isTensor(JsonNode node) {
    return node.has("shape") && node.has("data");
  }

  /** A native float64 copy. */
  public NDArray toNative(NDManager manager) {
    return manager.create(data, new Shape(shape));
  }

  /** The values as whole numbers. */
  public int[] ints() {
    return Arrays.stream(data).mapToInt(x -> (int) x).toArray();
  }

  /** The rows of a matrix of whole numbers. */
  public int[][] intRows() {
    int[] all = ints();
    int width = (int) shape[1];
    return IntStream.range(0, (int) shape[0])
        .mapToObj(i -> Arrays.copyOfRange(all, i * width, (i + 1) * width))
        .toArray(int[][]::new);
  }
}
