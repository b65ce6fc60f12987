package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * Antialiased resampling, equal to PIL's to the bit: horizontally first, 8-bit values in between; a
 * pass that would not change the size is skipped; nothing outside of the box has any influence.
 */
public final class Resampler {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);

  private Resampler() {}

  /** The part of a picture inside a box, resized. */
  public static Picture resize(Picture picture, Box box, int width, int height, Filter filter) {
    byte[] wide = new byte[3 * width * box.height()];
    if (width == box.width()) {
      crop(picture, box, wide);
    } else {
      horizontal(picture, box, Taps.of(box.width(), width, filter), wide);
    }
    if (height == box.height()) {
      return new Picture(width, height, wide);
    }
    byte[] out = new byte[3 * width * height];
    vertical(wide, 3 * width, Taps.of(box.height(), height, filter), out);
    return new Picture(width, height, out);
  }

  /** The part of a picture inside a box. */
  static Picture crop(Picture picture, Box box) {
    byte[] out = new byte[3 * box.width() * box.height()];
    crop(picture, box, out);
    return new Picture(box.width(), box.height(), out);
  }

  private static void crop(Picture picture, Box box, byte[] out) {
    int row = 3 * box.width();
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(picture.rgb(), picture.at(box.left(), box.top() + y), out, y * row, row);
    }
  }

  private static void horizontal(Picture picture, Box box, Taps taps, byte[] out) {
    byte[] in = picture.rgb();
    int[] weights = taps.weights();
    int o = 0;
    for (int y = 0; y < box.height(); y++) {
      int row = picture.at(box.left(), box.top() + y);
      for (int x = 0; x < taps.size(); x++) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int w = x * taps.stride();
        int end = w + taps.count()[x];
        for (int i = row + 3 * taps.first()[x]; w < end; w++, i += 3) {
          int weight = weights[w];
          red += weight * (in[i] & 0xFF);
          green += weight * (in[i + 1] & 0xFF);
          blue += weight * (in[i + 2] & 0xFF);
        }
        out[o] = clip(red);
        out[o + 1] = clip(green);
        out[o + 2] = clip(blue);
        o += 3;
      }
    }
  }

  private static void vertical(byte[] in, int row, Taps taps, byte[] out) {
    int[] sums = new int[row];
    for (int y = 0; y < taps.size(); y++) {
      java.util.Arrays.fill(sums, HALF);
      for (int j = 0; j < taps.count()[y]; j++) {
        int weight = taps.weights()[y * taps.stride() + j];
        add(sums, in, (taps.first()[y] + j) * row, weight);
      }
      for (int i = 0; i < row; i++) {
        out[y * row + i] = clip(sums[i]);
      }
    }
  }

  private static void add(int[] sums, byte[] in, int from, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (in[from + i] & 0xFF);
    }
  }

  private static byte clip(int sum) {
    int value = sum >> Taps.FRACTION_BITS;
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
