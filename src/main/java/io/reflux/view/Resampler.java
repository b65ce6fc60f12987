package io.reflux.view;

import io.reflux.intake.Box;
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
    return resize(picture, box, new Target(width, height, filter, false));
  }

  /**
   * What is made of a part of a picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param filter the interpolation
   * @param mirrored whether left and right are exchanged
   */
  record Target(int width, int height, Filter filter, boolean mirrored) {}

  /** The part of a picture inside a box, as the target says. */
  static Picture resize(Picture picture, Box box, Target target) {
    int width = target.width;
    int height = target.height;
    if (width == box.width() && height == box.height()) {
      Picture part = crop(picture, box);
      return target.mirrored ? Flip.mirrored(part) : part;
    }
    WideRows rows = new WideRows(picture, box, width, target.filter, target.mirrored);
    byte[] out = new byte[3 * width * height];
    if (height == box.height()) {
      asHighAsBefore(rows, width, out);
    } else {
      Taps taps = Taps.of(box.height(), height, target.filter);
      heightened(rows, taps, width, out);
    }
    return new Picture(width, height, out);
  }

  private static void asHighAsBefore(WideRows rows, int width, byte[] out) {
    int[] row = new int[3 * width];
    int[] below = new int[3 * width];
    for (int at = 0, y = 0; at < out.length; at += 2 * row.length, y += 2) {
      rows.fill(y, row, below);
      store(row, 0, out, at);
      if (at + row.length < out.length) {
        store(below, 0, out, at + row.length);
      }
    }
  }

  private static void heightened(WideRows rows, Taps taps, int width, byte[] out) {
    int[] sums = new int[3 * width];
    // One more than are looked at together, since rows come in pairs, and an even number.
    int[][] kept = new int[(taps.stride() + 2) / 2 * 2][sums.length];
    int next = 0;
    for (int y = 0; y < taps.size(); y++) {
      int first = taps.first()[y];
      int end = first + taps.count()[y];
      for (next = Math.max(next, first / 2 * 2); next < end; next += 2) {
        rows.fill(next, kept[next % kept.length], kept[next % kept.length + 1]);
      }
      sum(sums, kept, taps, y);
      store(sums, Taps.FRACTION_BITS, out, y * sums.length);
    }
  }

  private static void sum(int[] sums, int[][] kept, Taps taps, int y) {
    int first = taps.first()[y];
    int count = taps.count()[y];
    int from = y * taps.stride();
    int tap = 0;
    if (count == 1) {
      Arrays.fill(sums, HALF);
    } else {
      two(
          sums,
          kept[first % kept.length],
          taps.weights()[from],
          kept[(first + 1) % kept.length],
          taps.weights()[from + 1]);
      tap = 2;
    }
    for (; tap < count; tap++) {
      add(sums, kept[(first + tap) % kept.length], taps.weights()[from + tap]);
    }
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

  private static void two(int[] sums, int[] row, int weight, int[] other, int otherWeight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = HALF + weight * row[i] + otherWeight * other[i];
    }
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

  /** To 0 … 255; where it is that already, as nearly always, for the price of one comparison. */
  static int clip(int value) {
    return (value & ~0xFF) == 0 ? value : value < 0 ? 0 : 255;
  }
}
