package io.reflux.weights;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A view of a storage: element {@code (i, j…)} lies at {@code offset + i · stride[0] + j ·
 * stride[1]…}, all counted in elements.
 *
 * @param storage where the elements lie
 * @param geometry which of them, checked to be inside
 */
record TorchTensor(TorchStorage storage, Geometry geometry) {
  /** A view may show a stored element more than once, but never more elements than this then. */
  private static final long MOST_REPEATED = 1 << 26;

  /**
   * Where a view's elements lie.
   *
   * @param offset the first one
   * @param shape the size of each dimension
   * @param stride the distance of neighbours along each dimension
   */
  record Geometry(long offset, long[] shape, long[] stride) {

    /** How many elements the view shows. */
    long count() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    boolean isContiguous() {
      long expected = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        if (shape[i] != 1 && stride[i] != expected) {
          return false;
        }
        expected *= shape[i];
      }
      return true;
    }

    /** What is wrong with it over a storage of so many elements; empty if nothing is. */
    String problem(long stored) {
      if (shape.length != stride.length) {
        return shape.length + " dimensions, " + stride.length + " strides (expected: as many)";
      }
      if (offset < 0 || negative(shape) || negative(stride)) {
        return this + " (expected: nothing negative)";
      }
      try {
        long count = count();
        long last = offset;
        for (int i = 0; i < shape.length; i++) {
          last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), stride[i]));
        }
        if (count > 0 && last >= stored) {
          return this + " (expected: inside its " + stored + " elements)";
        }
        return count > stored && count > MOST_REPEATED
            ? this + " (expected: at most " + MOST_REPEATED + " repeated elements)"
            : "";
      } catch (ArithmeticException e) {
        return this + " (expected: inside its " + stored + " elements)";
      }
    }

    @Override
    public String toString() {
      return "shape "
          + Arrays.toString(shape)
          + ", strides "
          + Arrays.toString(stride)
          + ", offset "
          + offset;
    }

    private static boolean negative(long[] numbers) {
      return Arrays.stream(numbers).anyMatch(n -> n < 0);
    }
  }

  /** The element type. */
  ElementType type() {
    return storage.type();
  }

  /** The memory that {@link #values()} takes beside the file's. */
  long bytesToCopy() {
    return geometry.isContiguous() ? 0 : Math.multiplyExact(geometry.count(), type().bytes());
  }

  /** The values, row-major: the file's own pages if they lie so there, else a copy. */
  HostTensor values() {
    int width = type().bytes();
    int bytes = Math.toIntExact(Math.multiplyExact(geometry.count(), width));
    if (bytes == 0 || geometry.isContiguous()) {
      int begin = bytes == 0 ? 0 : Math.toIntExact(geometry.offset * width);
      return new HostTensor(type(), geometry.shape, storage.data().slice(begin, bytes));
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    copyInto(copy, geometry.offset);
    return new HostTensor(type(), geometry.shape, copy.flip());
  }

  private void copyInto(ByteBuffer copy, long offset) {
    long[] shape = geometry.shape;
    long[] stride = geometry.stride;
    long[] index = new long[shape.length];
    ByteBuffer source = storage.data();
    int width = type().bytes();
    long at = offset;
    while (copy.hasRemaining()) {
      copy.put(copy.position(), source, (int) at * width, width);
      copy.position(copy.position() + width);
      int dimension = shape.length - 1;
      while (dimension >= 0 && ++index[dimension] == shape[dimension]) {
        at -= (shape[dimension] - 1) * stride[dimension];
        index[dimension--] = 0;
      }
      at += dimension >= 0 ? stride[dimension] : 0;
    }
  }
}
