package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a teacher's outputs in tensors: what the cache writes records of, and what it reads them
 * into. A row is copied once on either way.
 */
public final class FeatureRows {
  private final List<CachedOutput> outputs;
  private final int rows;
  private final Map<String, HostTensor> tensors;
  private final List<FloatBuffer> values;

  private FeatureRows(List<CachedOutput> outputs, int rows, Map<String, HostTensor> tensors) {
    this.outputs = outputs;
    this.rows = rows;
    this.tensors = tensors;
    values =
        outputs.stream()
            .map(output -> tensor(tensors, output).data().duplicate())
            .map(data -> data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
            .toList();
  }

  /** Rows of zeros, to be read into. */
  public static FeatureRows zeros(List<CachedOutput> outputs, int rows) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (CachedOutput output : outputs) {
      int bytes = Math.multiplyExact(Math.multiplyExact(rows, output.count()), Float.BYTES);
      ByteBuffer data = ByteBuffer.allocateDirect(bytes);
      tensors.put(output.name(), new HostTensor(ElementType.FLOAT32, shape(rows, output), data));
    }
    return new FeatureRows(outputs, rows, tensors);
  }

  /**
   * Rows that are there.
   *
   * @param tensors float32 tensors by name, a row of each output for each row
   * @throws IllegalArgumentException if an output is missing, or is of another shape
   */
  public static FeatureRows of(List<CachedOutput> outputs, Map<String, HostTensor> tensors) {
    int rows = Math.toIntExact(tensor(tensors, outputs.get(0)).shape()[0]);
    for (CachedOutput output : outputs) {
      HostTensor tensor = tensor(tensors, output);
      if (!Arrays.equals(tensor.shape(), shape(rows, output))) {
        throw new IllegalArgumentException(
            "teacher: output "
                + output.name()
                + " has the shape "
                + Arrays.toString(tensor.shape())
                + " (expected: "
                + Arrays.toString(shape(rows, output))
                + ")");
      }
    }
    return new FeatureRows(outputs, rows, tensors);
  }

  /** As many rows of zeros. */
  FeatureRows alike() {
    return zeros(outputs, rows);
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** The rows as tensors, by name; the same memory. */
  public Map<String, HostTensor> tensors() {
    return tensors;
  }

  /** Copies a row to the place of another. */
  public void copy(int from, int to) {
    for (int i = 0; i < outputs.size(); i++) {
      int count = outputs.get(i).count();
      values.get(i).put(to * count, values.get(i), from * count, count);
    }
  }

  /** The values of a row, each output's apart, in order. */
  List<FloatBuffer> row(int row) {
    List<FloatBuffer> slices = new ArrayList<>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      int count = outputs.get(i).count();
      slices.add(values.get(i).slice(row * count, count));
    }
    return slices;
  }

  private static HostTensor tensor(Map<String, HostTensor> tensors, CachedOutput output) {
    HostTensor tensor = tensors.get(output.name());
    if (tensor == null) {
      throw new IllegalArgumentException(
          "teacher: no output " + output.name() + " (expected: one of its outputs)");
    }
    return tensor;
  }

  private static long[] shape(int rows, CachedOutput output) {
    long[] shape = new long[output.shape().size() + 1];
    shape[0] = rows;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = output.shape().get(i - 1);
    }
    return shape;
  }
}
