package io.reflux.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** A message behind its length and its CRC-32C, both 4 bytes little-endian. */
final class Frame {
  private static final int HEAD_BYTES = 2 * Integer.BYTES;

  private Frame() {}

  static byte[] wrap(byte[] payload) {
    return ByteBuffer.allocate(HEAD_BYTES + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(payload.length)
        .putInt(crc32c(ByteBuffer.wrap(payload)))
        .put(payload)
        .array();
  }

  /** Takes one frame from the front of {@code bytes}, moving its position behind it. */
  static ByteBuffer unwrap(ByteBuffer bytes) throws IOException {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < HEAD_BYTES) {
      throw new IOException("cut off: " + bytes.remaining() + " bytes (expected: at least 8)");
    }
    int length = bytes.getInt();
    int checksum = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IOException(
          "cut off: "
              + bytes.remaining()
              + " bytes (expected: "
              + Integer.toUnsignedLong(length)
              + ")");
    }
    ByteBuffer payload = bytes.slice(bytes.position(), length);
    if (crc32c(payload) != checksum) {
      throw new IOException("damaged: its checksum differs (expected: the one written with it)");
    }
    bytes.position(bytes.position() + length);
    return payload;
  }

  private static int crc32c(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return (int) checksum.getValue();
  }
}
