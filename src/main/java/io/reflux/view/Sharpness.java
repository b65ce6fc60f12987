package io.reflux.view;

import io.reflux.intake.Picture;

/** PIL's sharpness: a blend from the picture smoothed by 3×3, whose edge stays as it is. */
final class Sharpness {
  private static final int MIDDLE = 5;
  private static final int SUM = 13;

  private Sharpness() {}

  /** Blends from the smoothed picture; 1 changes nothing. */
  static Picture changed(Picture picture, float factor) {
    byte[] in = picture.rgb();
    byte[] out = in.clone();
    int row = 3 * picture.width();
    for (int y = 1; y < picture.height() - 1; y++) {
      for (int i = y * row + 3; i < (y + 1) * row - 3; i++) {
        out[i] = Colors.blend(smooth(in, i, row), in[i] & 0xFF, factor);
      }
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  private static int smooth(byte[] in, int i, int row) {
    int sum = (MIDDLE - 1) * (in[i] & 0xFF);
    for (int from = i - row; from <= i + row; from += row) {
      sum += (in[from - 3] & 0xFF) + (in[from] & 0xFF) + (in[from + 3] & 0xFF);
    }
    return (2 * sum + SUM) / (2 * SUM);
  }
}
