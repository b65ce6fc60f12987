package io.reflux.intake;

import java.util.Optional;

/**
 * A decoded image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb 8-bit red, green, blue of each pixel, row by row; (height, width, 3), treated as
 *     read-only
 */
public record Picture(int width, int height, byte[] rgb) implements Loaded {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  /** Checks that there are as many values as the size asks for. */
  public Picture {
    long expected = (long) CHANNELS * width * height;
    if (width <= 0 || height <= 0 || rgb.length != expected) {
      throw new IllegalArgumentException(
          "picture: "
              + rgb.length
              + " values for "
              + width
              + "×"
              + height
              + " (expected: "
              + expected
              + ", and no side of 0)");
    }
  }

  @Override
  public Optional<Cutout> part() {
    return Optional.of(Cutout.whole(this));
  }

  /** How many pixels there are. */
  public int pixels() {
    return width * height;
  }

  /** The position in {@link #rgb} of a pixel's red. */
  public int at(int x, int y) {
    return CHANNELS * (y * width + x);
  }
}
