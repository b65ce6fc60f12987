package io.reflux.intake;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;

/** How a camera was held when it took a JPEG: EXIF tag 0x0112. */
enum ExifOrientation {
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  UPSIDE_DOWN_MIRRORED,
  TRANSPOSED,
  TURN_RIGHT,
  TRANSVERSED,
  TURN_LEFT;

  private static final Set<ExifOrientation> TURNED =
      EnumSet.of(TRANSPOSED, TURN_RIGHT, TRANSVERSED, TURN_LEFT);
  private static final int TAG = 0x0112;
  private static final int APP1 = 0xE1;

  /** What the file says; upright if it says nothing. */
  static ExifOrientation of(byte[] file) {
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
      int end = at + 2 + length;
      if (marker == 0xDA || length < 2 || end > file.length) {
        break;
      }
      if (marker == APP1 && length > 16 && file[at + 4] == 'E' && file[at + 5] == 'x') {
        return ofTiff(ByteBuffer.wrap(file, at + 10, end - at - 10).slice());
      }
      at = end;
    }
    return UPRIGHT;
  }

  /** The picture as it should be seen. */
  Picture upright(Picture picture) {
    if (this == UPRIGHT) {
      return picture;
    }
    boolean turned = TURNED.contains(this);
    int width = turned ? picture.height() : picture.width();
    int height = turned ? picture.width() : picture.height();
    byte[] rgb = new byte[picture.rgb().length];
    for (int y = 0, o = 0; y < height; y++) {
      for (int x = 0; x < width; x++, o += 3) {
        System.arraycopy(picture.rgb(), source(picture, x, y), rgb, o, 3);
      }
    }
    return new Picture(width, height, rgb);
  }

  private int source(Picture p, int x, int y) {
    int right = p.width() - 1;
    int bottom = p.height() - 1;
    return switch (this) {
      case UPRIGHT -> p.at(x, y);
      case MIRRORED -> p.at(right - x, y);
      case UPSIDE_DOWN -> p.at(right - x, bottom - y);
      case UPSIDE_DOWN_MIRRORED -> p.at(x, bottom - y);
      case TRANSPOSED -> p.at(y, x);
      case TURN_RIGHT -> p.at(y, bottom - x);
      case TRANSVERSED -> p.at(right - y, bottom - x);
      case TURN_LEFT -> p.at(right - y, x);
    };
  }

  private static ExifOrientation ofTiff(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (entry + 12 > tiff.limit()) {
        break;
      }
      int value = tiff.getShort(entry + 8);
      if ((tiff.getShort(entry) & 0xFFFF) == TAG && value >= 1 && value <= values().length) {
        return values()[value - 1];
      }
    }
    return UPRIGHT;
  }
}
