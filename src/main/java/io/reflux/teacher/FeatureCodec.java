package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.engine.Half;
import java.nio.ByteBuffer;

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
   * @throws IllegalArgumentException if the count is wrong, or a value can't be stored
   */
  void encode(float[] values, ByteBuffer bytes) {
    check(values);
    switch (content.elementType()) {
      case FLOAT32 -> {
        for (float value : values) {
          bytes.putFloat(value);
        }
      }
      case FLOAT16 -> {
        for (float value : values) {
          bytes.putShort(Half.of(value));
        }
      }
      default -> {
        int begin = 0;
        for (CachedOutput output : content.outputs()) {
          encodeScaled(values, begin, begin + output.count(), bytes);
          begin += output.count();
        }
      }
    }
  }

  /** Takes values from the position of {@code bytes}. */
  float[] decode(ByteBuffer bytes) {
    float[] values = new float[content.count()];
    switch (content.elementType()) {
      case FLOAT32 -> bytes.asFloatBuffer().get(values);
      case FLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Half.value(bytes.getShort());
        }
      }
      default -> {
        int at = 0;
        for (CachedOutput output : content.outputs()) {
          float scale = bytes.getFloat();
          for (int end = at + output.count(); at < end; at++) {
            values[at] = scale * bytes.get();
          }
        }
      }
    }
    return values;
  }

  private static void encodeScaled(float[] values, int begin, int end, ByteBuffer bytes) {
    float largest = 0;
    for (int i = begin; i < end; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    float scale = largest < LEAST_SCALED ? 0 : scale(largest);
    bytes.putFloat(scale);
    for (int i = begin; i < end; i++) {
      bytes.put((byte) (scale == 0 ? 0 : Math.rint((double) values[i] / scale)));
    }
  }

  private static float scale(float largest) {
    double exact = (double) largest / STEPS;
    int bits = Float.floatToIntBits((float) exact) & -(1 << DROPPED_SCALE_BITS);
    float below = Float.intBitsToFloat(bits);
    return below >= exact ? below : Float.intBitsToFloat(bits + (1 << DROPPED_SCALE_BITS));
  }

  private void check(float[] values) {
    if (values.length != content.count()) {
      throw new IllegalArgumentException(
          "teacher outputs: " + values.length + " values (expected: " + content.count() + ")");
    }
    boolean half = content.elementType() == ElementType.FLOAT16;
    float most = half ? Half.LARGEST : Float.MAX_VALUE;
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= most)) {
        throw new IllegalArgumentException(
            "teacher output " + name(i) + ": " + values[i] + " (expected: within ±" + most + ")");
      }
    }
  }

  private String name(int index) {
    int left = index;
    for (CachedOutput output : content.outputs()) {
      if (left < output.count()) {
        return output.name() + "[" + left + "]";
      }
      left -= output.count();
    }
    throw new IndexOutOfBoundsException(index);
  }
}
