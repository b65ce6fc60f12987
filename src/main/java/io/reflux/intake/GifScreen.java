package io.reflux.intake;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * The screen on which a GIF's first frame stands. Where the frame does not cover it, PIL shows the
 * frame's transparent colour, or its first one if it has none.
 *
 * @param width in pixels
 * @param height in pixels
 * @param left where the frame begins
 * @param top where the frame begins
 * @param behind the colour around the frame, by its number
 */
record GifScreen(int width, int height, int left, int top, int behind) {
  private static final int FRAME = 0x2C;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xF9;
  private static final int HEADER_BYTES = 13;

  /** Of a file whose first frame can be decoded. */
  static GifScreen of(byte[] file) throws UndecodableException {
    int at = HEADER_BYTES + colours(file, 10);
    int behind = 0;
    while (at + 10 <= file.length) {
      if (at(file, at) == FRAME) {
        int left = number(file, at + 1);
        int top = number(file, at + 3);
        int width = Math.max(number(file, 6), left + number(file, at + 5));
        int height = Math.max(number(file, 8), top + number(file, at + 7));
        return new GifScreen(width, height, left, top, behind);
      }
      if (at(file, at) != EXTENSION) {
        at++;
        continue;
      }
      if (at(file, at + 1) == CONTROL && (file[at + 3] & 1) != 0) {
        behind = at(file, at + 6);
      }
      for (at += 2; at < file.length && file[at] != 0; at += 1 + at(file, at)) {}
      at++;
    }
    throw new UndecodableException("a GIF without a frame (expected: at least one)");
  }

  /** The frame on its screen. */
  Picture around(BufferedImage frame) throws UndecodableException {
    Picture inner = RasterColors.toRgb(frame);
    if (inner.width() == width && inner.height() == height) {
      return inner;
    }
    byte[] rgb = new byte[Picture.CHANNELS * width * height];
    Picture screen = new Picture(width, height, rgb);
    if (frame.getColorModel() instanceof IndexColorModel palette) {
      int colour = palette.getRGB(Math.min(behind, palette.getMapSize() - 1));
      for (int i = 0; i < rgb.length; i += Picture.CHANNELS) {
        rgb[i] = (byte) (colour >> 16);
        rgb[i + 1] = (byte) (colour >> 8);
        rgb[i + 2] = (byte) colour;
      }
    }
    int row = Picture.CHANNELS * inner.width();
    for (int y = 0; y < inner.height(); y++) {
      System.arraycopy(inner.rgb(), y * row, rgb, screen.at(left, top + y), row);
    }
    return screen;
  }

  /** The bytes of a palette, by the flags that announce it. */
  private static int colours(byte[] file, int flags) {
    boolean there = flags < file.length && (file[flags] & 0x80) != 0;
    return there ? Picture.CHANNELS << ((file[flags] & 7) + 1) : 0;
  }

  private static int at(byte[] file, int place) {
    return file[place] & 0xFF;
  }

  private static int number(byte[] file, int place) {
    return at(file, place) | at(file, place + 1) << 8;
  }
}
