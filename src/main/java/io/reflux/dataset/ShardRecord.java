package io.reflux.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where a record lies.
 *
 * @param shard the file's number
 * @param offset the position of its first byte
 * @param length how many bytes; 0 for an image that could not be read
 * @param checksum the bytes' CRC-32
 */
record ShardRecord(int shard, long offset, int length, int checksum) {
  static final ShardRecord NONE = new ShardRecord(0, 0, 0, 0);

  /** The size of the encoded form: the four fields, and a CRC-32 of them. */
  static final int BYTES = 24;

  long end() {
    return offset + length;
  }

  ByteBuffer encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt(shard).putLong(offset).putInt(length).putInt(checksum);
    return bytes.putInt(check(bytes.array())).flip();
  }

  /**
   * Decodes one.
   *
   * @throws IOException if it is torn or altered
   */
  static ShardRecord decoded(ByteBuffer bytes) throws IOException {
    byte[] own = new byte[BYTES];
    bytes.get(own);
    ByteBuffer fields = ByteBuffer.wrap(own);
    ShardRecord record =
        new ShardRecord(fields.getInt(), fields.getLong(), fields.getInt(), fields.getInt());
    if (fields.getInt() != check(own)) {
      throw new IOException("a line of the index is damaged");
    }
    return record;
  }

  /** All whole records of a journal, up to the first that is torn. */
  static List<ShardRecord> readAll(FileChannel journal) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(journal.size()));
    while (bytes.hasRemaining() && journal.read(bytes, bytes.position()) >= 0) {
      // Reads on.
    }
    bytes.flip();
    List<ShardRecord> records = new ArrayList<>();
    while (bytes.remaining() >= BYTES) {
      try {
        records.add(decoded(bytes));
      } catch (IOException e) {
        break;
      }
    }
    return records;
  }

  private static int check(byte[] encoded) {
    CRC32 crc = new CRC32();
    crc.update(encoded, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
