package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor in memory that the JVM owns: the only form in which tensors travel between stages.
 *
 * @param type the element type
 * @param shape the size of each dimension; empty for a scalar
 * @param data row-major, little-endian, from position 0 to the limit; treated as read-only
 */
public record HostTensor(ElementType type, long[] shape, ByteBuffer data) {

  /** Checks that the data has the length that type and shape ask for. */
  public HostTensor {
    long expected = Math.multiplyExact(count(shape), type.bytes());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "tensor data: " + data.remaining() + " bytes (expected: " + expected + ")");
    }
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A float32 tensor with the given values, row-major. */
  public static HostTensor of(float[] values, long... shape) {
    ByteBuffer data = allocate(4L * values.length);
    data.asFloatBuffer().put(values);
    return new HostTensor(ElementType.FLOAT32, shape, data);
  }

  /**
   * A copy of a native tensor.
   *
   * @throws IllegalArgumentException if it is of a type that DJL doesn't know, as bfloat16
   */
  public static HostTensor copyOf(NDArray array) {
    ElementType type = ElementType.of(array.getDataType());
    ByteBuffer data = allocate(array.size() * type.bytes());
    write(array, type, data);
    return new HostTensor(type, array.getShape().getShape(), data);
  }

  /**
   * Writes a native tensor into memory: its values are copied once, from whichever device, and
   * nothing is left of that.
   *
   * @param type the type that they have there
   * @param memory direct, with room for them from its position to its limit, which stay
   */
  public static void write(NDArray array, ElementType type, ByteBuffer memory) {
    Shape shape = array.getShape().isScalar() ? new Shape(1) : array.getShape();
    ByteBuffer room = memory.slice().order(ByteOrder.nativeOrder());
    // DJL makes a tensor of the buffer's own memory, which libtorch then copies into.
    try (NDManager host = array.getManager().newSubManager(ai.djl.Device.cpu());
        NDArray target = host.create(room, shape, type.djl())) {
      long[] steps = new long[shape.dimension()];
      Arrays.fill(steps, 1);
      Autograd.paused(
          () -> {
            JniUtils.indexSet(
                (PtNDArray) target,
                (PtNDArray) array,
                new long[steps.length],
                shape.getShape(),
                steps);
            return target;
          });
    }
  }

  /**
   * A native copy, owned by {@code manager}, on its device.
   *
   * @throws IllegalArgumentException if it is of a type that DJL doesn't know, as bfloat16
   */
  public NDArray toNative(NDManager manager) {
    DataType djl = type.djl();
    ByteBuffer direct = data.isDirect() ? data.duplicate() : allocate(data.remaining());
    if (!data.isDirect()) {
      direct.put(data.duplicate()).flip();
    }
    return toNative(direct, new Shape(shape), djl, manager);
  }

  /**
   * A native copy of what lies in memory, owned by {@code manager}, on its device: copied once.
   *
   * @param memory direct, from its position to its limit, which stay
   */
  public static NDArray toNative(ByteBuffer memory, Shape shape, DataType type, NDManager manager) {
    ByteBuffer content = memory.slice().order(ByteOrder.nativeOrder());
    if (manager.getDevice().isGpu()) {
      return manager.create(content, shape, type);
    }
    // DJL makes a tensor of the buffer's own memory: what is handed out is a copy of that.
    try (NDArray alias = manager.create(content, shape, type)) {
      return alias.duplicate();
    }
  }

  /** How many elements there are. */
  public long count() {
    return count(shape);
  }

  /** The values of a float32 tensor, row-major. */
  public float[] floats() {
    if (type != ElementType.FLOAT32) {
      throw new IllegalStateException("tensor: " + type + " (expected: FLOAT32)");
    }
    float[] values = new float[Math.toIntExact(count())];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /**
   * The same values in a floating type, rounded to nearest even; this tensor itself if it is of
   * that type already, floating or not.
   */
  public HostTensor to(ElementType other) {
    return type == other ? this : FloatCast.cast(this, other);
  }

  /** The values of a tensor of any floating type, row-major. */
  public double[] doubles() {
    return FloatCast.doubles(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostTensor that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + data.hashCode();
  }

  private static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The shape of one row of a tensor of several rows. */
  public static long[] rowOf(long[] shape) {
    return Arrays.copyOfRange(shape, 1, shape.length);
  }
}
