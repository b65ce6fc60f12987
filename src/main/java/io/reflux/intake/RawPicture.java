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

  static boolean is(byte[] file) {
    return file.length >= HEADER && ByteBuffer.wrap(file).getInt() == MAGIC;
  }

  static Picture decode(byte[] file) throws UndecodableException {
    ByteBuffer bytes = ByteBuffer.wrap(file).position(Integer.BYTES);
    int width = bytes.getInt();
    int height = bytes.getInt();
    if (width <= 0 || height <= 0 || 3L * width * height != bytes.remaining()) {
      throw new UndecodableException(
          "raw picture of " + width + "×" + height + " with " + bytes.remaining() + " bytes");
    }
    byte[] rgb = new byte[bytes.remaining()];
    bytes.get(rgb);
    return new Picture(width, height, rgb);
  }
}
