package io.reflux.stage;

import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Rows out of several tensors, put into one; each row is copied once. */
final class RowGather {
  private final HostTensor like;
  private final int rowBytes;
  private final ByteBuffer data;

  /**
   * A tensor of zeros to put rows into.
   *
   * @param like a tensor whose rows have the shape and type of those that are put
   * @param rows how many rows there will be
   */
  RowGather(HostTensor like, int rows) {
    this.like = like;
    int[] row = Arrays.stream(HostTensor.rowOf(like.shape())).mapToInt(Math::toIntExact).toArray();
    rowBytes = Arrays.stream(row).reduce(like.type().bytes(), Math::multiplyExact);
    data = ByteBuffer.allocateDirect(Math.multiplyExact(rows, rowBytes));
  }

  /** The shape of a row. */
  long[] row() {
    return HostTensor.rowOf(like.shape());
  }

  /** Puts a row of a tensor into its place. */
  void put(int place, HostTensor from, int row) {
    data.put(place * rowBytes, from.data(), row * rowBytes, rowBytes);
  }

  /** All that was put. */
  HostTensor tensor() {
    long[] shape = like.shape().clone();
    shape[0] = rowBytes == 0 ? 0 : data.capacity() / rowBytes;
    return new HostTensor(like.type(), shape, data);
  }
}
