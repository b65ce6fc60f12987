package io.reflux.view;

import io.reflux.intake.Picture;
import java.util.function.IntUnaryOperator;

/** Changes of each value by a table, as PIL's {@code ImageOps} make them. */
final class Tones {
  private static final int VALUES = 256;
  private static final int MOST = VALUES - 1;

  private Tones() {}

  /** Keeps so many of the highest bits, 0 … 8, and clears the others. */
  static Picture posterized(Picture picture, int bits) {
    int kept = -(1 << (8 - bits));
    return mapped(picture, value -> value & kept);
  }

  /** The negative of all values from a threshold on. */
  static Picture solarized(Picture picture, double threshold) {
    return mapped(picture, value -> value < threshold ? value : MOST - value);
  }

  /** Each channel stretched so that its least value becomes 0 and its greatest 255. */
  static Picture stretched(Picture picture) {
    int[][] counts = counts(picture);
    byte[][] tables = new byte[3][];
    for (int channel = 0; channel < 3; channel++) {
      int[] own = counts[channel];
      int low = 0;
      while (low < MOST && own[low] == 0) {
        low++;
      }
      int high = MOST;
      while (high > 0 && own[high] == 0) {
        high--;
      }
      double scale = high <= low ? 1 : (double) MOST / (high - low);
      double offset = high <= low ? 0 : -low * scale;
      tables[channel] = table(value -> (int) (value * scale + offset));
    }
    return mapped(picture, tables);
  }

  /** Each channel with its values spread so that all are about equally frequent. */
  static Picture equalized(Picture picture) {
    int[][] counts = counts(picture);
    byte[][] tables = new byte[3][];
    for (int channel = 0; channel < 3; channel++) {
      tables[channel] = equalizing(counts[channel], picture.pixels());
    }
    return mapped(picture, tables);
  }

  private static byte[] equalizing(int[] counts, int pixels) {
    int last = MOST;
    while (last > 0 && counts[last] == 0) {
      last--;
    }
    int step = (pixels - counts[last]) / MOST;
    if (step == 0) {
      return table(value -> value);
    }
    int[] before = new int[VALUES];
    before[0] = step / 2;
    for (int value = 1; value < VALUES; value++) {
      before[value] = before[value - 1] + counts[value - 1];
    }
    return table(value -> before[value] / step);
  }

  private static int[][] counts(Picture picture) {
    int[][] counts = new int[3][VALUES];
    byte[] in = picture.rgb();
    for (int i = 0; i < in.length; i++) {
      counts[i % 3][in[i] & 0xFF]++;
    }
    return counts;
  }

  private static Picture mapped(Picture picture, IntUnaryOperator change) {
    byte[] table = table(change);
    return mapped(picture, new byte[][] {table, table, table});
  }

  private static Picture mapped(Picture picture, byte[][] tables) {
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = tables[i % 3][in[i] & 0xFF];
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  private static byte[] table(IntUnaryOperator change) {
    byte[] table = new byte[VALUES];
    for (int value = 0; value < VALUES; value++) {
      table[value] = (byte) Math.max(0, Math.min(MOST, change.applyAsInt(value)));
    }
    return table;
  }
}
