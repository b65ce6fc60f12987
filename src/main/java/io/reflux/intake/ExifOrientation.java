package io.reflux.intake;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/** How a camera was held when it took a picture: EXIF tag 0x0112, in JPEG, PNG and TIFF. */
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
  private static final int APP1 = 0xE1;
  private static final int PNG = 0x89504E47;
  private static final int PNG_SIGNATURE_BYTES = 8;

  /** "eXIf" */
  private static final int EXIF_CHUNK = 0x65584966;

  /** What a JPEG or PNG file says; upright if it says nothing. */
  static ExifOrientation of(byte[] file) {
    return (file[0] & 0xFF) == 0xFF ? ofJpeg(file) : ofPng(ByteBuffer.wrap(file));
  }

  private static ExifOrientation ofJpeg(byte[] file) {
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
      int end = at + 2 + length;
      if (marker == 0xDA || length < 2 || end > file.length) {
        break;
      }
      if (marker == APP1 && length > 16 && file[at + 4] == 'E' && file[at + 5] == 'x') {
        return of(new TiffTags(ByteBuffer.wrap(file, at + 10, end - at - 10).slice()));
      }
      at = end;
    }
    return UPRIGHT;
  }

  /** Chunks have a length, a name, so many bytes, and a checksum. */
  private static ExifOrientation ofPng(ByteBuffer file) {
    if (file.remaining() < PNG_SIGNATURE_BYTES || file.getInt(0) != PNG) {
      return UPRIGHT;
    }
    int at = PNG_SIGNATURE_BYTES;
    while (at <= file.limit() - 12) {
      int length = file.getInt(at);
      if (length < 0 || length > file.limit() - at - 12) {
        break;
      }
      if (file.getInt(at + 4) == EXIF_CHUNK) {
        return of(new TiffTags(file.slice(at + 8, length)));
      }
      at += 12 + length;
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

  /** What a TIFF says, or the TIFF within a JPEG. */
  static ExifOrientation of(TiffTags tags) {
    int value = tags.number(TiffTags.ORIENTATION);
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }
}
