package io.reflux.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** Conversions between the floating element types. */
final class FloatCast {
  private FloatCast() {}

  static HostTensor cast(HostTensor tensor, ElementType type) {
    int count = Math.toIntExact(tensor.count());
    ByteBuffer to =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    IntToDoubleFunction from = reader(tensor);
    for (int i = 0; i < count; i++) {
      double value = from.applyAsDouble(i);
      switch (type) {
        case FLOAT64 -> to.putDouble(value);
        case FLOAT32 -> to.putFloat((float) value);
        case FLOAT16 -> to.putShort(Half.of((float) value));
        case BFLOAT16 -> to.putShort(bfloat16((float) value));
        default -> throw unknown(type);
      }
    }
    return new HostTensor(type, tensor.shape(), to.flip());
  }

  static double[] doubles(HostTensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.count())];
    IntToDoubleFunction from = reader(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = from.applyAsDouble(i);
    }
    return values;
  }

  private static IntToDoubleFunction reader(HostTensor tensor) {
    ByteBuffer data = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (tensor.type()) {
      case FLOAT64 -> i -> data.getDouble(8 * i);
      case FLOAT32 -> i -> data.getFloat(4 * i);
      case FLOAT16 -> i -> Half.value(data.getShort(2 * i));
      case BFLOAT16 -> i -> Float.intBitsToFloat(data.getShort(2 * i) << 16);
      default -> throw unknown(tensor.type());
    };
  }

  /** The upper half of a float's bits, rounded to nearest, ties to even; NaN stays NaN. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  private static IllegalArgumentException unknown(ElementType type) {
    return new IllegalArgumentException("element type: " + type + " (expected: a floating one)");
  }
}
