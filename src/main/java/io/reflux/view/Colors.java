package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * Changes of colour, with PIL's arithmetic on 8-bit values.
 *
 * <p>A blend of a and b by f is {@code a + f · (b - a)} in 32-bit floating point, cut to whole
 * numbers; for f beyond 0 … 1 it is clipped to 0 … 255 first.
 */
public final class Colors {
  private static final int BLACK = 0;

  private Colors() {}

  /** Blends from black; 1 changes nothing. */
  public static Picture brightness(Picture picture, float factor) {
    return blendFrom(picture, BLACK, factor);
  }

  /** Blends from the mean luma of the picture; 1 changes nothing. */
  public static Picture contrast(Picture picture, float factor) {
    long sum = 0;
    byte[] in = picture.rgb();
    for (int i = 0; i < in.length; i += 3) {
      sum += luma(in, i);
    }
    return blendFrom(picture, (int) ((double) sum / picture.pixels() + 0.5), factor);
  }

  /** Blends from each pixel's own gray; 1 changes nothing. */
  public static Picture saturation(Picture picture, float factor) {
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      int gray = luma(in, i);
      for (int c = i; c < i + 3; c++) {
        out[c] = blend(gray, in[c] & 0xFF, factor);
      }
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  /** Luma in all three channels: {@code (19595 R + 38470 G + 7471 B + 32768) / 65536}. */
  static Picture gray(Picture picture) {
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      byte gray = (byte) luma(in, i);
      out[i] = gray;
      out[i + 1] = gray;
      out[i + 2] = gray;
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  /** Red and blue exchanged, for networks that were trained on such. */
  public static Picture bgr(Picture picture) {
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      out[i] = in[i + 2];
      out[i + 1] = in[i + 1];
      out[i + 2] = in[i];
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  private static Picture blendFrom(Picture picture, int level, float factor) {
    byte[] blended = new byte[256];
    for (int value = 0; value < 256; value++) {
      blended[value] = blend(level, value, factor);
    }
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = blended[in[i] & 0xFF];
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  static byte blend(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return (byte) (value <= 0 ? 0 : value >= 255 ? 255 : (int) value);
  }

  private static int luma(byte[] rgb, int i) {
    return (19595 * (rgb[i] & 0xFF)
            + 38470 * (rgb[i + 1] & 0xFF)
            + 7471 * (rgb[i + 2] & 0xFF)
            + 32768)
        >> 16;
  }
}
