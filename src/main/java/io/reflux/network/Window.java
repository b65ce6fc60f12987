package io.reflux.network;

import io.reflux.setting.InputException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A square window that slides over a map.
 *
 * @param side its height and width
 * @param stride how far it moves
 * @param padding how many rows and columns are added on each side; {@link #SAME} for TensorFlow's
 *     rule
 */
record Window(int side, int stride, int padding) {
  /**
   * TensorFlow's SAME: the output has ceil(size / stride) places; of an odd padding the larger half
   * goes to the bottom and the right.
   */
  static final int SAME = -1;

  /** A window with the padding that keeps the size at stride 1. */
  static Window centred(int side, int stride) {
    return new Window(side, stride, side / 2);
  }

  boolean isSame() {
    return padding == SAME;
  }

  /** How many places the window takes along a side of the map. */
  long places(long size, boolean ceiling) {
    if (isSame()) {
      return (size + stride - 1) / stride;
    }
    long reach = size + 2L * padding - side;
    long places = (ceiling ? Math.floorDiv(reach + stride - 1, stride) : reach / stride) + 1;
    // A window that would begin beyond the map and its left padding is left out.
    if (ceiling && (places - 1) * stride >= size + padding) {
      places--;
    }
    if (reach < 0) {
      throw new InputException(
          "map side: " + size + " (expected: at least " + (side - 2 * padding) + ")");
    }
    return places;
  }

  /** TorchScript's list of the same number twice. */
  static String twice(int number) {
    return "[" + number + ", " + number + "]";
  }

  /** ONNX's attributes of the window. */
  Map<String, Object> onnx() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", new long[] {side, side});
    attributes.put("strides", new long[] {stride, stride});
    if (isSame()) {
      attributes.put("auto_pad", "SAME_UPPER");
    } else {
      attributes.put("pads", new long[] {padding, padding, padding, padding});
    }
    return attributes;
  }
}
