package io.reflux.network;

import java.nio.ByteBuffer;

/**
 * Square images in host memory, as a frozen model takes them.
 *
 * @param pixels direct memory, uint8 (rows, side, side, 3), from its position; only read
 * @param rows how many images
 * @param side their height and width in pixels
 */
public record Images(ByteBuffer pixels, int rows, int side) {
  private static final int CHANNELS = 3;

  /** Some of them, from one to before another; in the same memory. */
  public Images rows(int from, int to) {
    int rowBytes = side * side * CHANNELS;
    return new Images(
        pixels.slice(pixels.position() + from * rowBytes, (to - from) * rowBytes), to - from, side);
  }
}
