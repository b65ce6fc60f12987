package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * PIL's Gaussian blur: three box blurs along each axis, all horizontal ones first, rounded to 8
 * bits after each; pixels at the edge are repeated outwards. The box has whole pixels and, at both
 * ends, pixels that count in part.
 */
final class Blur {
  private static final int PASSES = 3;
  private static final int ONE = 1 << 24;

  private Blur() {}

  /**
   * Blurs a picture.
   *
   * @param radius the standard deviation of the Gaussian, in pixels; 0 changes nothing
   */
  static Picture gaussian(Picture picture, float radius) {
    float box = boxRadius(radius);
    if (box == 0) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    byte[] values = picture.rgb();
    for (int pass = 0; pass < PASSES; pass++) {
      values = alongRows(values, width, height, box);
    }
    byte[] turned = transposed(values, width, height);
    for (int pass = 0; pass < PASSES; pass++) {
      turned = alongRows(turned, height, width, box);
    }
    return new Picture(width, height, transposed(turned, height, width));
  }

  /** The radius of the box that, applied three times, has the Gaussian's variance. */
  private static float boxRadius(float radius) {
    float variance = radius * radius / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    part /= 6 * (variance - (whole + 1) * (whole + 1));
    return whole + part;
  }

  private static byte[] alongRows(byte[] in, int width, int height, float radius) {
    int reach = (int) radius;
    int inner = (int) ((float) ONE / (radius * 2 + 1));
    int outer = (ONE - (2 * reach + 1) * inner) / 2;
    byte[] out = new byte[in.length];
    for (int y = 0; y < height; y++) {
      for (int channel = 0; channel < 3; channel++) {
        int start = 3 * y * width + channel;
        int sum = 0;
        for (int x = -reach; x <= reach; x++) {
          sum += at(in, start, x, width);
        }
        for (int x = 0; x < width; x++) {
          int ends = at(in, start, x - reach - 1, width) + at(in, start, x + reach + 1, width);
          out[start + 3 * x] = (byte) ((sum * inner + ends * outer + (ONE >> 1)) >>> 24);
          sum += at(in, start, x + reach + 1, width) - at(in, start, x - reach, width);
        }
      }
    }
    return out;
  }

  private static int at(byte[] in, int start, int x, int width) {
    return in[start + 3 * Math.max(0, Math.min(width - 1, x))] & 0xFF;
  }

  private static byte[] transposed(byte[] in, int width, int height) {
    byte[] out = new byte[in.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y * width + x);
        int to = 3 * (x * height + y);
        out[to] = in[from];
        out[to + 1] = in[from + 1];
        out[to + 2] = in[from + 2];
      }
    }
    return out;
  }
}
