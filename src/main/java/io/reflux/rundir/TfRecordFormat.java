package io.reflux.rundir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * TFRecords, each its length (int64), the length's masked CRC-32C, the content, and the content's
 * masked CRC-32C, little-endian. What follows a damaged one is lost: nobody knows where the next
 * begins.
 */
final class TfRecordFormat implements RecordFormat {
  private static final int MASK = 0xa282ead8;
  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MOST_BYTES = 1 << 20;

  private boolean lost;

  /** The record of a content. */
  static byte[] record(byte[] content) {
    byte[] length = length(content.length).array();
    return ByteBuffer.allocate(HEAD_BYTES + content.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(masked(length))
        .put(content)
        .putInt(masked(content))
        .array();
  }

  /** The content of a whole record. */
  static byte[] content(byte[] record) {
    return Arrays.copyOfRange(record, HEAD_BYTES, record.length - Integer.BYTES);
  }

  @Override
  public Chunk next(ByteSource source) throws IOException {
    if (lost) {
      return Chunk.NONE;
    }
    byte[] head = new byte[HEAD_BYTES];
    int there = source.read(head);
    if (there == 0) {
      return Chunk.NONE;
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = fields.getLong();
    boolean sound =
        there == HEAD_BYTES
            && fields.getInt() == masked(length(bytes).array())
            && bytes >= 0
            && bytes <= MOST_BYTES;
    if (sound) {
      byte[] content = new byte[(int) bytes];
      byte[] checksum = new byte[Integer.BYTES];
      if (source.read(content) == content.length
          && source.read(checksum) == checksum.length
          && ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt() == masked(content)) {
        return new Chunk(true, record(content));
      }
    }
    lost = true;
    return Chunk.DAMAGED;
  }

  private static ByteBuffer length(long bytes) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, bytes);
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
