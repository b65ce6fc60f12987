package io.reflux.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first frame of a GIF: its place on the screen that the file describes. */
final class GifFrame {
  private static final int HEADER = 13;
  private static final int DESCRIPTOR = 10;
  private static final int EXTENSION = '!';
  private static final int IMAGE = ',';

  private GifFrame() {}

  /**
   * The screen, made larger where the frame would stick out.
   *
   * @throws UndecodableException if the file has no frame
   */
  static Canvas canvas(byte[] file) throws UndecodableException {
    ByteBuffer gif = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER;
    if (file.length > HEADER && (file[10] & 0x80) != 0) {
      at += 3 * (2 << (file[10] & 7));
    }
    while (at + DESCRIPTOR <= file.length) {
      int block = file[at] & 0xFF;
      if (block == IMAGE) {
        int left = gif.getShort(at + 1) & 0xFFFF;
        int top = gif.getShort(at + 3) & 0xFFFF;
        int right = left + (gif.getShort(at + 5) & 0xFFFF);
        int bottom = top + (gif.getShort(at + 7) & 0xFFFF);
        int width = Math.max(right, gif.getShort(6) & 0xFFFF);
        int height = Math.max(bottom, gif.getShort(8) & 0xFFFF);
        return new Canvas(width, height, left, top);
      }
      at = block == EXTENSION ? behind(file, at + 2) : at + 1;
    }
    throw new UndecodableException("damaged gif file: it has no frame");
  }

  /** The position behind a chain of blocks, each with its length before it. */
  private static int behind(byte[] file, int start) {
    int at = start;
    while (at < file.length && file[at] != 0) {
      at += 1 + (file[at] & 0xFF);
    }
    return at + 1;
  }
}
