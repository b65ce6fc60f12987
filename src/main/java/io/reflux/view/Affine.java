package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * PIL's affine transformations by the nearest pixel, on an unchanged canvas; what is left free is
 * black. Places are reckoned in 1/65536 of a pixel, as PIL does below 32,768 pixels.
 *
 * @param xx how far the place in the original moves right for each pixel to the right
 * @param xy how far right for each pixel down
 * @param x0 where it begins
 * @param yx how far down for each pixel to the right
 * @param yy how far down for each pixel down
 * @param y0 where it begins
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
  private static final double ONE = 65536;
  private static final int FRACTION_BITS = 16;
  private static final double DIGITS = 1e15;

  /** Rows moved right in proportion to their place: by {@code -slope} for each row down. */
  static Affine shearX(double slope) {
    return new Affine(1, tangent(slope), 0, 0, 1, 0);
  }

  /** Columns moved down, in the same way. */
  static Affine shearY(double slope) {
    return new Affine(1, 0, 0, tangent(slope), 1, 0);
  }

  /** Moved by whole pixels. */
  static Affine moved(int right, int down) {
    return new Affine(1, 0, -right, 0, 1, -down);
  }

  /** Turned counter-clockwise about the middle. */
  static Affine turned(double degrees, int width, int height) {
    double angle = -Math.toRadians(degrees);
    double cos = rounded(StrictMath.cos(angle));
    double sin = rounded(StrictMath.sin(angle));
    double middleX = width / 2.0;
    double middleY = height / 2.0;
    return new Affine(
        cos,
        sin,
        cos * -middleX + sin * -middleY + middleX,
        -sin,
        cos,
        -sin * -middleX + cos * -middleY + middleY);
  }

  /** The picture that this makes of another. */
  Picture of(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    byte[] out = new byte[picture.rgb().length];
    long startX = fixed(x0 + xx * 0.5 + xy * 0.5);
    long startY = fixed(y0 + yx * 0.5 + yy * 0.5);
    for (int y = 0, to = 0; y < height; y++) {
      long atX = startX + y * fixed(xy);
      long atY = startY + y * fixed(yy);
      for (int x = 0; x < width; x++, to += 3) {
        long fromX = (atX + x * fixed(xx)) >> FRACTION_BITS;
        long fromY = (atY + x * fixed(yx)) >> FRACTION_BITS;
        if (0 <= fromX && fromX < width && 0 <= fromY && fromY < height) {
          System.arraycopy(picture.rgb(), picture.at((int) fromX, (int) fromY), out, to, 3);
        }
      }
    }
    return new Picture(width, height, out);
  }

  /** torchvision goes by way of the angle in degrees. */
  private static double tangent(double slope) {
    return StrictMath.tan(Math.toRadians(Math.toDegrees(StrictMath.atan(slope))));
  }

  private static double rounded(double x) {
    return Math.rint(x * DIGITS) / DIGITS;
  }

  private static long fixed(double x) {
    return (long) Math.floor(x * ONE + 0.5);
  }
}
