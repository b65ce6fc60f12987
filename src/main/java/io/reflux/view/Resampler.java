package io.reflux.view;

import io.reflux.intake.Picture;
import java.util.Arrays;

/**
 * Antialiased resampling, equal to PIL's to the bit: horizontally first, 8-bit values in between; a
 * pass that would not change the size is skipped; nothing outside of the box has any influence.
 *
 * <p>Rows are resized horizontally when the vertical pass first needs them, and only as many are
 * kept as it looks at together; they hold ints, so that the vertical pass runs on vectors.
 */
public final class Resampler {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);

  private Resampler() {}

  /** The part of a picture inside a box, resized. */
  public static Picture resize(Picture picture, Box box, int width, int height, Filter filter) {
    if (width == box.width() && height == box.height()) {
      return crop(picture, box);
    }
    WideRows rows = new WideRows(picture, box, width, filter);
    byte[] out = new byte[3 * width * height];
    int[] sums = new int[3 * width];
    if (height == box.height()) {
      int[] row = new int[3 * width];
      for (int y = 0; y < height; y++) {
        rows.fill(y, row);
        store(row, 0, out, y * row.length);
      }
      return new Picture(width, height, out);
    }
    Taps taps = Taps.of(box.height(), height, filter);
    int[][] kept = new int[taps.stride()][3 * width];
    int next = 0;
    for (int y = 0; y < height; y++) {
      int first = taps.first()[y];
      int end = first + taps.count()[y];
      for (next = Math.max(next, first); next < end; next++) {
        rows.fill(next, kept[next % kept.length]);
      }
      Arrays.fill(sums, HALF);
      for (int row = first; row < end; row++) {
        add(sums, kept[row % kept.length], taps.weights()[y * taps.stride() + row - first]);
      }
      store(sums, Taps.FRACTION_BITS, out, y * sums.length);
    }
    return new Picture(width, height, out);
  }

  /** The part of a picture inside a box. */
  static Picture crop(Picture picture, Box box) {
    int row = 3 * box.width();
    byte[] out = new byte[row * box.height()];
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(picture.rgb(), picture.at(box.left(), box.top() + y), out, y * row, row);
    }
    return new Picture(box.width(), box.height(), out);
  }

  private static void add(int[] sums, int[] row, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static void store(int[] values, int fractionBits, byte[] out, int from) {
    for (int i = 0; i < values.length; i++) {
      out[from + i] = (byte) clip(values[i] >> fractionBits);
    }
  }

  static int clip(int value) {
    return Math.max(0, Math.min(value, 255));
  }
}
