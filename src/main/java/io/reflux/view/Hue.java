package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * Turns the hue as torchvision does on PIL images: to 8-bit hue, saturation, value and back, which
 * loses precision even where nothing is turned.
 */
public final class Hue {
  private Hue() {}

  /**
   * Turns the hue of a picture.
   *
   * @param turn -0.5 to 0.5 of a full turn
   */
  public static Picture turned(Picture picture, double turn) {
    int shift = (int) (255 * turn);
    byte[] in = picture.rgb();
    byte[] out = new byte[in.length];
    for (int i = 0; i < in.length; i += 3) {
      int red = in[i] & 0xFF;
      int green = in[i + 1] & 0xFF;
      int blue = in[i + 2] & 0xFF;
      int value = Math.max(red, Math.max(green, blue));
      int range = value - Math.min(red, Math.min(green, blue));
      if (range == 0) {
        out[i] = in[i];
        out[i + 1] = in[i + 1];
        out[i + 2] = in[i + 2];
        continue;
      }
      int hue = (hue(red, green, blue, value, range) + shift) & 0xFF;
      int saturation = (int) ((float) range / value * 255.0);
      write(out, i, hue, saturation, value);
    }
    return new Picture(picture.width(), picture.height(), out);
  }

  private static int hue(int red, int green, int blue, int value, float range) {
    float rc = (value - red) / range;
    float gc = (value - green) / range;
    float bc = (value - blue) / range;
    float sixths;
    if (red == value) {
      sixths = bc - gc;
    } else if (green == value) {
      sixths = (float) (2.0 + rc - bc);
    } else {
      sixths = (float) (4.0 + gc - rc);
    }
    float whole = (float) ((sixths / 6.0 + 1.0) % 1.0);
    return Math.min(255, (int) (whole * 255.0));
  }

  private static void write(byte[] out, int at, int hue, int saturation, int value) {
    if (saturation == 0) {
      put(out, at, value, value, value);
      return;
    }
    float share = (float) (saturation / 255.0);
    double sixths = hue * 6.0 / 255.0;
    int sector = (int) Math.floor(sixths);
    float rest = (float) (sixths - sector);
    int p = (int) Math.floor((float) (value * (1.0 - share)) + 0.5);
    int q = (int) Math.floor((float) (value * (1.0 - share * rest)) + 0.5);
    int t = (int) Math.floor((float) (value * (1.0 - share * (1.0 - rest))) + 0.5);
    switch (sector % 6) {
      case 0 -> put(out, at, value, t, p);
      case 1 -> put(out, at, q, value, p);
      case 2 -> put(out, at, p, value, t);
      case 3 -> put(out, at, p, q, value);
      case 4 -> put(out, at, t, p, value);
      default -> put(out, at, value, p, q);
    }
  }

  private static void put(byte[] out, int at, int red, int green, int blue) {
    out[at] = (byte) red;
    out[at + 1] = (byte) green;
    out[at + 2] = (byte) blue;
  }
}
