package io.reflux.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor of an archive.
 *
 * @param value its elements, row-major
 * @param role what the program uses it for
 * @param layout how its elements lie in the archive, and in memory once loaded
 */
public record ScriptTensor(HostTensor value, Role role, MemoryLayout layout) {

  /** What a program uses a tensor for. */
  public enum Role {
    /** Learnt: gathers gradients. */
    TRAINED,
    /** A parameter that gathers no gradient. */
    FROZEN,
    /** A buffer: running statistics, counts. */
    BUFFER,
    /** Part of the program itself: not listed in its state. */
    CONSTANT
  }

  /** Refuses channels-last tensors that have no channels. */
  public ScriptTensor {
    if (layout == MemoryLayout.CHANNELS_LAST && value.shape().length != 4) {
      throw new IllegalArgumentException(
          "channels-last tensor: " + value.shape().length + " dimensions (expected: 4)");
    }
  }

  /** A row-major tensor. */
  public static ScriptTensor of(HostTensor value, Role role) {
    return new ScriptTensor(value, role, MemoryLayout.ROW_MAJOR);
  }

  long[] strides() {
    long[] shape = value.shape();
    if (layout == MemoryLayout.CHANNELS_LAST) {
      return new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
    }
    long[] strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= shape[i];
    }
    return strides;
  }

  /** The bytes in the order of the layout. */
  ByteBuffer stored() {
    return layout == MemoryLayout.ROW_MAJOR ? value.data().duplicate() : channelsLast();
  }

  private ByteBuffer channelsLast() {
    long[] shape = value.shape();
    int channels = (int) shape[1];
    int places = (int) (shape[2] * shape[3]);
    int width = value.type().bytes();
    ByteBuffer from = value.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int n = 0; n < shape[0]; n++) {
      for (int place = 0; place < places; place++) {
        for (int channel = 0; channel < channels; channel++) {
          int at = ((n * channels + channel) * places + place) * width;
          to.put(to.position(), from, at, width).position(to.position() + width);
        }
      }
    }
    return to.flip();
  }
}
