package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tensors cut and joined along their first dimension, as files of others need it. */
final class TensorRows {
  private TensorRows() {}

  /** One below the other; empty if they differ in type or in any other dimension. */
  static Optional<HostTensor> joined(List<HostTensor> parts) {
    HostTensor first = parts.get(0);
    if (!parts.stream().allMatch(each -> alike(first, each))) {
      return Optional.empty();
    }
    int bytes = parts.stream().mapToInt(each -> each.data().remaining()).reduce(0, Math::addExact);
    ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(each -> data.put(each.data().duplicate()));
    long[] shape = first.shape().clone();
    shape[0] = parts.stream().mapToLong(each -> each.shape()[0]).sum();
    return Optional.of(new HostTensor(first.type(), shape, data.flip()));
  }

  private static boolean alike(HostTensor a, HostTensor b) {
    return a.type() == b.type()
        && a.shape().length > 0
        && a.shape().length == b.shape().length
        && Arrays.equals(rest(a), rest(b));
  }

  private static long[] rest(HostTensor tensor) {
    return HostTensor.rowOf(tensor.shape());
  }

  /** Some rows beside each other; they share the tensor's memory. */
  static HostTensor of(HostTensor tensor, long from, long to) {
    long[] shape = tensor.shape().clone();
    int row = Math.toIntExact(tensor.data().remaining() / Math.max(1, shape[0]));
    ByteBuffer part = tensor.data().duplicate();
    part.limit(Math.toIntExact(to * row)).position(Math.toIntExact(from * row));
    shape[0] = to - from;
    return new HostTensor(tensor.type(), shape, part.slice());
  }

  /** As many zeros as a tensor has elements, in its type and shape. */
  static HostTensor zeros(HostTensor like) {
    return zeros(like, like.shape());
  }

  /** Zeros of a tensor's type. */
  static HostTensor zeros(HostTensor like, long... shape) {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int bytes = Math.toIntExact(Math.multiplyExact(count, like.type().bytes()));
    return new HostTensor(like.type(), shape, ByteBuffer.allocateDirect(bytes));
  }

  /** The same values in another shape. */
  static HostTensor shaped(HostTensor tensor, long... shape) {
    return new HostTensor(tensor.type(), shape, tensor.data());
  }

  /** A matrix with its rows as columns. */
  static HostTensor turned(HostTensor matrix) {
    int rows = Math.toIntExact(matrix.shape()[0]);
    int columns = Math.toIntExact(matrix.shape()[1]);
    int each = matrix.type().bytes();
    ByteBuffer from = matrix.data().duplicate();
    ByteBuffer data = ByteBuffer.allocateDirect(from.remaining());
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        int start = (row * columns + column) * each;
        data.put(from.duplicate().position(start).limit(start + each).slice());
      }
    }
    return new HostTensor(matrix.type(), new long[] {columns, rows}, data.flip());
  }
}
