package io.reflux.network;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rounds filters to bfloat16 so that what they add up to is kept.
 *
 * <p>What enters a filter is mostly positive, so that its weights' rounding errors do not cancel:
 * their sum shifts the answer for every image alike. Here each weight is rounded together with the
 * error of the weights before it in the same filter (error diffusion), so that the errors of a
 * filter sum up to less than one weight's.
 */
final class Rounding {
  private static final int LOWER_HALF = 0xFFFF;
  private static final int BITS = 16;

  private Rounding() {}

  /** The filters (out, …) in bfloat16. */
  static HostTensor toBfloat16(HostTensor filters) {
    double[] values = filters.doubles();
    int each = values.length / Math.toIntExact(Math.max(1, filters.shape()[0]));
    ByteBuffer data =
        ByteBuffer.allocateDirect(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    double error = 0;
    for (int i = 0; i < values.length; i++) {
      double wanted = values[i] + (i % each == 0 ? 0 : error);
      int rounded = nearest((float) wanted);
      double left = wanted - Float.intBitsToFloat(rounded);
      error = Double.isFinite(left) ? left : 0;
      data.putShort((short) (rounded >>> BITS));
    }
    return new HostTensor(ElementType.BFLOAT16, filters.shape(), data.flip());
  }

  /** The bits of the nearest number whose lower half is zero, ties to even. */
  private static int nearest(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (!Float.isFinite(value)) {
      return bits;
    }
    return (bits + LOWER_HALF / 2 + (bits >>> BITS & 1)) & ~LOWER_HALF;
  }
}
