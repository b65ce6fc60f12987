package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.engine.Half;
import io.reflux.setting.InputException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A record's values as bytes.
 *
 * <p>float32 is exact; float16 rounds to the nearest. int8 stores each output as {@code scale · q},
 * q from -127 to 127, with one scale for the output in each record: the largest size of its values
 * by 127, rounded up to 17 significant bits, so that {@code scale · q} is exact and values once
 * rounded stay as they are when rounded again.
 */
final class FeatureCodec {
  private static final int STEPS = 127;
  private static final int DROPPED_SCALE_BITS = 7;

  /** Below this an int8 output counts as zero; keeps scales clear of subnormal numbers. */
  private static final float LEAST_SCALED = 1e-30f;

  private final CacheContent content;

  FeatureCodec(CacheContent content) {
    this.content = content;
  }

  /** Whether values are kept as they are. */
  boolean isExact() {
    return content.elementType() == ElementType.FLOAT32;
  }

  /** The length of a record's values. */
  int bytes() {
    int scales = content.outputs().size() * Float.BYTES;
    return switch (content.elementType()) {
      case FLOAT32 -> Math.multiplyExact(content.count(), Float.BYTES);
      case FLOAT16 -> Math.multiplyExact(content.count(), Short.BYTES);
      default -> Math.addExact(content.count(), scales);
    };
  }

  /**
   * Puts values at the position of {@code bytes}.
   *
   * @param outputs the values of each output, in order, from position 0 to the limit
   * @throws InputException if a value can't be stored
   */
  void encode(List<FloatBuffer> outputs, ByteBuffer bytes) {
    check(outputs);
    for (FloatBuffer values : outputs) {
      switch (content.elementType()) {
        case FLOAT32 -> {
          bytes.asFloatBuffer().put(values.duplicate());
          bytes.position(bytes.position() + values.limit() * Float.BYTES);
        }
        case FLOAT16 -> {
          for (int i = 0; i < values.limit(); i++) {
            bytes.putShort(Half.of(values.get(i)));
          }
        }
        default -> encodeScaled(values, bytes);
      }
    }
  }

  /** Takes values from the position of {@code bytes} into each output, in order. */
  void decode(ByteBuffer bytes, List<FloatBuffer> outputs) {
    for (FloatBuffer values : outputs) {
      int count = values.limit();
      switch (content.elementType()) {
        case FLOAT32 -> {
          values.put(0, bytes.asFloatBuffer(), 0, count);
          bytes.position(bytes.position() + count * Float.BYTES);
        }
        case FLOAT16 -> {
          for (int i = 0; i < count; i++) {
            values.put(i, Half.value(bytes.getShort()));
          }
        }
        default -> {
          float scale = bytes.getFloat();
          for (int i = 0; i < count; i++) {
            values.put(i, scale * bytes.get());
          }
        }
      }
    }
  }

  private static void encodeScaled(FloatBuffer values, ByteBuffer bytes) {
    float largest = 0;
    for (int i = 0; i < values.limit(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    float scale = largest < LEAST_SCALED ? 0 : scale(largest);
    bytes.putFloat(scale);
    for (int i = 0; i < values.limit(); i++) {
      bytes.put((byte) (scale == 0 ? 0 : Math.rint((double) values.get(i) / scale)));
    }
  }

  private static float scale(float largest) {
    double exact = (double) largest / STEPS;
    int bits = Float.floatToIntBits((float) exact) & -(1 << DROPPED_SCALE_BITS);
    float below = Float.intBitsToFloat(bits);
    return below >= exact ? below : Float.intBitsToFloat(bits + (1 << DROPPED_SCALE_BITS));
  }

  private void check(List<FloatBuffer> outputs) {
    boolean half = content.elementType() == ElementType.FLOAT16;
    float most = half ? Half.LARGEST : Float.MAX_VALUE;
    for (int output = 0; output < outputs.size(); output++) {
      FloatBuffer values = outputs.get(output);
      for (int i = 0; i < values.limit(); i++) {
        if (!(Math.abs(values.get(i)) <= most)) {
          String name = content.outputs().get(output).name() + "[" + i + "]";
          throw new InputException(
              "teacher output "
                  + name
                  + ": "
                  + values.get(i)
                  + " (expected: within ±"
                  + most
                  + ")");
        }
      }
    }
  }
}
