package io.reflux.teacher;

import io.reflux.wire.ShardHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a shard lies in its file: header, padded to 64 bytes; records; and once it is sealed, the
 * index and a tail of 16 bytes that says where the index begins.
 *
 * <p>A record: the key (8 bytes), the values, padding, and the CRC-32C of all of these (4 bytes),
 * padded so that its length is a multiple of 8. All little-endian.
 *
 * @param header what the file begins with
 */
record ShardFormat(ShardHeader header) {
  static final int LEAST_RECORD_BYTES = Long.BYTES + Integer.BYTES;
  static final int TAIL_BYTES = 2 * Long.BYTES;
  static final long TAIL_MARK = 0x6465_6c61_6573_2078L;
  private static final int START_ALIGNMENT = 64;

  static ShardFormat of(CacheContent content, int valueBytes) {
    int record = Math.addExact(Long.BYTES + Integer.BYTES, valueBytes);
    return new ShardFormat(
        new ShardHeader(
            content.teacherDigest(),
            content.transformDigest(),
            content.elementType().name(),
            content.outputs().stream()
                .map(o -> new ShardHeader.Output(o.name(), o.shape()))
                .toList(),
            roundedUp(record, Long.BYTES)));
  }

  int recordBytes() {
    return header.recordBytes();
  }

  /** What a new shard begins with, padding included. */
  ByteBuffer start() {
    byte[] bytes = header.toBytes();
    return ByteBuffer.allocate(start(bytes.length)).put(bytes).rewind();
  }

  /** Where the records begin, behind a header of so many bytes. */
  static int start(int headerBytes) {
    return roundedUp(headerBytes, START_ALIGNMENT);
  }

  /** A new record with its key; the values go to its position, then it is {@link #seal sealed}. */
  ByteBuffer newRecord(long key) {
    return ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN).putLong(key);
  }

  /** Adds the checksum and rewinds. */
  void seal(ByteBuffer record) {
    record.putInt(recordBytes() - Integer.BYTES, checksum(record)).rewind();
  }

  /** True if the record is as it was sealed. */
  boolean isWhole(ByteBuffer record) {
    return checksum(record) == record.getInt(recordBytes() - Integer.BYTES);
  }

  /** The values of a whole and undamaged record of this key. */
  Optional<ByteBuffer> values(ByteBuffer record, long key) {
    return isWhole(record) && record.getLong(0) == key
        ? Optional.of(
            record
                .slice(Long.BYTES, recordBytes() - Long.BYTES - Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN))
        : Optional.empty();
  }

  private int checksum(ByteBuffer record) {
    CRC32C checksum = new CRC32C();
    checksum.update(record.duplicate().position(0).limit(recordBytes() - Integer.BYTES));
    return (int) checksum.getValue();
  }

  private static int roundedUp(int size, int unit) {
    return Math.multiplyExact(Math.floorDiv(Math.addExact(size, unit - 1), unit), unit);
  }
}
