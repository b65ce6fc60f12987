package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Carries stretches of rows to the device, through one buffer that is used again and again. */
final class NativeRows {
  private static final int BYTES_AT_ONCE = 8 << 20;

  private final Vectors vectors;
  private final Distance distance;
  private final float[] rows;
  private final ByteBuffer staging;
  private final int rowsAtOnce;

  NativeRows(Vectors vectors, Distance distance) {
    this.vectors = vectors;
    this.distance = distance;
    int fitting = Math.max(1, BYTES_AT_ONCE / (vectors.size() * Float.BYTES));
    rowsAtOnce = Math.max(1, Math.min(vectors.count(), fitting));
    rows = new float[rowsAtOnce * vectors.size()];
    staging = ByteBuffer.allocateDirect(rows.length * Float.BYTES).order(ByteOrder.nativeOrder());
  }

  /** The longest stretch that can be carried at once. */
  int rowsAtOnce() {
    return rowsAtOnce;
  }

  /**
   * A native copy of some rows, prepared for their distance.
   *
   * @param offsets where the rows' offsets go, at the rows' own indices
   * @return (count, size)
   */
  NDArray load(int first, int count, float[] offsets, TensorScope scope) {
    vectors.read(first, count, rows);
    distance.prepare(rows, count, vectors.size());
    for (int r = 0; r < count; r++) {
      offsets[first + r] = distance.offset(rows, r, vectors.size());
    }
    staging.clear();
    staging.asFloatBuffer().put(rows, 0, count * vectors.size());
    staging.limit(count * vectors.size() * Float.BYTES);
    Shape shape = new Shape(count, vectors.size());
    return HostTensor.toNative(staging, shape, DataType.FLOAT32, scope.manager());
  }
}
