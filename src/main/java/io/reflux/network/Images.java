package io.reflux.network;

import java.nio.ByteBuffer;

/**
 * Square images in host memory, as a frozen model takes them.
 *
 * @param pixels direct memory, uint8 (rows, side, side, 3), from its position; only read
 * @param rows how many images
 * @param side their height and width in pixels
 */
public record Images(ByteBuffer pixels, int rows, int side) {}
