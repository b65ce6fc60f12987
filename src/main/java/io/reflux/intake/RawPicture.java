package io.reflux.intake;

import java.nio.ByteBuffer;

/** A decoded picture as bytes: four letters, width, height, then its pixels; nothing is lost. */
public final class RawPicture {
  private static final int MAGIC = 0x52465850;
  private static final int HEADER = 12;

  private RawPicture() {}

  /** The bytes of a picture; {@link Decoder} reads them like any image file. */
  public static byte[] encode(Picture picture) {
    return ByteBuffer.allocate(HEADER + picture.rgb().length)
        .putInt(MAGIC)
        .putInt(picture.width())
        .putInt(picture.height())
        .put(picture.rgb())
        .array();
  }

  static boolean is(ByteBuffer file) {
    return file.remaining() >= HEADER && file.getInt(0) == MAGIC;
  }

  static Picture decode(ByteBuffer file) throws UndecodableException {
    int width = file.getInt(Integer.BYTES);
    int height = file.getInt(2 * Integer.BYTES);
    long values = file.remaining() - HEADER;
    if (width <= 0 || height <= 0 || 3L * width * height != values) {
      throw new UndecodableException(
          "raw picture of " + width + "×" + height + " with " + values + " bytes");
    }
    byte[] rgb = new byte[(int) values];
    file.get(HEADER, rgb);
    return new Picture(width, height, rgb);
  }
}
