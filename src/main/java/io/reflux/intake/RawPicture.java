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

  static Cutout decode(ByteBuffer file, Wanted wanted) throws UndecodableException {
    int width = file.getInt(Integer.BYTES);
    int height = file.getInt(2 * Integer.BYTES);
    int values = file.remaining() - HEADER;
    if (width <= 0 || height <= 0 || 3L * width * height != values) {
      throw new UndecodableException(
          "raw picture of " + width + "×" + height + " with " + values + " bytes");
    }
    Box box = wanted.of(width, height);
    int row = 3 * box.width();
    byte[] rgb = new byte[row * box.height()];
    for (int y = 0; y < box.height(); y++) {
      int from = HEADER + 3 * ((box.top() + y) * width + box.left());
      file.get(from, rgb, y * row, row);
    }
    Picture part = new Picture(box.width(), box.height(), rgb);
    return new Cutout(part, box.left(), box.top(), width, height);
  }
}
