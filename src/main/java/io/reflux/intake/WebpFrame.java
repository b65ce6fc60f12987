package io.reflux.intake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of a WebP animation as a WebP file of its own; libwebp's plain decoder takes
 * nothing else.
 *
 * @param canvas where it lies
 * @param file the frame
 */
record WebpFrame(Canvas canvas, byte[] file) {
  private static final int ANIMATED = 0x02;
  private static final int HAS_ALPHA = 0x10;
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int EXTENDED_HEADER = 10;

  /** Whether a WebP file is an animation. */
  static boolean isIn(byte[] file) {
    return file.length > FIRST_CHUNK + CHUNK_HEADER + EXTENDED_HEADER
        && isChunk(file, FIRST_CHUNK, "VP8X")
        && (file[FIRST_CHUNK + CHUNK_HEADER] & ANIMATED) != 0;
  }

  /**
   * Cuts the frame out.
   *
   * @throws UndecodableException if the animation has none, or is cut off
   */
  static WebpFrame first(byte[] file) throws UndecodableException {
    ByteBuffer webp = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if ((webp.getInt(4) & 0xFFFFFFFFL) + CHUNK_HEADER > file.length) {
      throw new UndecodableException("the file is truncated");
    }
    int body = FIRST_CHUNK + CHUNK_HEADER;
    int width = 1 + whole24(webp, body + 4);
    int height = 1 + whole24(webp, body + 7);
    long at = FIRST_CHUNK;
    while (at + CHUNK_HEADER + FRAME_HEADER <= file.length) {
      int chunk = (int) at;
      long size = webp.getInt(chunk + 4) & 0xFFFFFFFFL;
      long end = at + CHUNK_HEADER + size;
      if (isChunk(file, chunk, "ANMF") && size >= FRAME_HEADER && end <= file.length) {
        int frame = chunk + CHUNK_HEADER;
        Canvas canvas =
            new Canvas(width, height, 2 * whole24(webp, frame), 2 * whole24(webp, frame + 3));
        int wide = 1 + whole24(webp, frame + 6);
        int high = 1 + whole24(webp, frame + 9);
        if (canvas.left() + wide > width || canvas.top() + high > height) {
          throw new UndecodableException("damaged webp file: a frame sticks out of the picture");
        }
        return new WebpFrame(canvas, still(file, frame, (int) end, wide, high));
      }
      at = end + (size & 1);
    }
    throw new UndecodableException("damaged webp file: the animation has no whole frame");
  }

  private static byte[] still(byte[] file, int frame, int end, int width, int height) {
    int chunks = frame + FRAME_HEADER;
    int size = 4 + CHUNK_HEADER + EXTENDED_HEADER + end - chunks;
    byte[] start = new byte[FIRST_CHUNK + CHUNK_HEADER + EXTENDED_HEADER];
    ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    header.put(letters("RIFF")).putInt(size).put(letters("WEBP"));
    header.put(letters("VP8X")).putInt(EXTENDED_HEADER);
    header.putInt(isChunk(file, chunks, "VP8 ") ? 0 : HAS_ALPHA);
    put24(header, width - 1);
    put24(header, height - 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(size + CHUNK_HEADER);
    out.writeBytes(start);
    out.write(file, chunks, end - chunks);
    return out.toByteArray();
  }

  private static byte[] letters(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isChunk(byte[] file, int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (at + i >= file.length || file[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int whole24(ByteBuffer webp, int at) {
    return (webp.getShort(at) & 0xFFFF) | ((webp.get(at + 2) & 0xFF) << 16);
  }

  private static void put24(ByteBuffer out, int value) {
    out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }
}
