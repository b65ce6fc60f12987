package io.reflux.network;

/** Writes TensorFlow's SAME padding for maps of any size. */
final class SamePadding {
  private SamePadding() {}

  /** Pads {@code x} so that the window, moved without padding, takes ceil(size / stride) places. */
  static String script(Script script, String x, Window window, String value) {
    String height = total(script, x, 2, window);
    String width = total(script, x, 3, window);
    String sides =
        "[torch.floordiv(%2$s, 2), torch.sub(%2$s, torch.floordiv(%2$s, 2)), torch.floordiv(%1$s,"
            + " 2), torch.sub(%1$s, torch.floordiv(%1$s, 2))]";
    return script.like(
        x,
        "torch.constant_pad_nd(" + x + ", " + sides.formatted(height, width) + ", " + value + ")");
  }

  /** max((ceil(size / stride) - 1) · stride + side - size, 0) */
  private static String total(Script script, String x, int dimension, Window window) {
    String size = script.whole("torch.size(%s, %d)".formatted(x, dimension));
    int stride = window.stride();
    String places =
        script.whole("torch.floordiv(torch.add(%s, %d), %d)".formatted(size, stride - 1, stride));
    return script.whole(
        "ops.prim.max(torch.sub(torch.add(torch.mul(torch.sub(%s, 1), %d), %d), %s), 0)"
            .formatted(places, stride, window.side(), size));
  }
}
