package io.reflux.intake;

import java.util.Arrays;

/**
 * Where the first frame of an animation lies.
 *
 * @param width of the whole picture, in pixels
 * @param height of the whole picture, in pixels
 * @param left the frame's first column
 * @param top the frame's first row
 */
record Canvas(int width, int height, int left, int top) {

  /** True if a frame of this size is the whole picture. */
  boolean isFilledBy(int frameWidth, int frameHeight) {
    return left == 0 && top == 0 && frameWidth == width && frameHeight == height;
  }

  /**
   * The frame on the canvas.
   *
   * @param fill red, green, blue of what the frame leaves free
   */
  Picture with(Picture frame, byte[] fill) {
    if (isFilledBy(frame.width(), frame.height())) {
      return frame;
    }
    byte[] rgb = new byte[Picture.CHANNELS * width * height];
    if (!Arrays.equals(fill, new byte[Picture.CHANNELS])) {
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = fill[i % Picture.CHANNELS];
      }
    }
    int row = Picture.CHANNELS * frame.width();
    for (int y = 0; y < frame.height(); y++) {
      int at = Picture.CHANNELS * ((top + y) * width + left);
      System.arraycopy(frame.rgb(), y * row, rgb, at, row);
    }
    return new Picture(width, height, rgb);
  }
}
