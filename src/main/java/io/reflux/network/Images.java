package io.reflux.network;

import io.reflux.wire.ImagePlan;
import java.nio.ByteBuffer;

/**
 * Square images in host memory, as a frozen model takes them.
 *
 * @param pixels direct memory, uint8 (rows, side, side, 3), from its position; only read
 * @param rows how many images
 * @param side their height and width in pixels
 * @param plan how each of them is made, for a model where the data is too
 */
public record Images(ByteBuffer pixels, int rows, int side, ImagePlan plan) {
  private static final int CHANNELS = 3;

  /** Images that nobody else can make. */
  public Images(ByteBuffer pixels, int rows, int side) {
    this(pixels, rows, side, ImagePlan.NONE);
  }

  /** The same, which others can make too. */
  public Images by(ImagePlan made) {
    return new Images(pixels, rows, side, made);
  }

  /** Some of them, from one to before another; in the same memory. */
  public Images rows(int from, int to) {
    int rowBytes = side * side * CHANNELS;
    return new Images(
        pixels.slice(pixels.position() + from * rowBytes, (to - from) * rowBytes),
        to - from,
        side,
        plan.rows(from, to));
  }
}
