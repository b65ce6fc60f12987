package io.reflux.network;

import io.reflux.setting.Section;

/** How windows are padded. */
enum Padding {
  /** The same on all sides, as PyTorch does. */
  CENTRED,
  /** TensorFlow's SAME, which at stride 2 and even sizes pads the bottom and the right only. */
  SAME;

  static Padding read(Section section) {
    return section.oneOf("padding", Padding.class);
  }

  /** A window of odd side; at stride 1 both ways agree. */
  Window window(int side, int stride) {
    return this == SAME && stride > 1
        ? new Window(side, stride, Window.SAME)
        : Window.centred(side, stride);
  }
}
