package io.reflux.teacher;

import io.reflux.wire.ShardHeader;
import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks at a shard as it lies there and changes nothing, unlike {@link ShardRecovery}.
 *
 * @param path the file
 * @param format how its records lie
 * @param file its bytes, little-endian
 * @param start where its records begin
 */
record ShardCheck(Path path, ShardFormat format, ByteBuffer file, int start) {

  /**
   * Reads what a shard begins with.
   *
   * @throws IOException if that is damaged
   */
  static ShardCheck of(Path path) throws IOException {
    if (Files.size(path) == 0) {
      throw new IOException("empty (expected: a header)");
    }
    ByteBuffer file = SealedShard.map(path);
    ByteBuffer head = file.duplicate();
    ShardHeader header = ShardHeader.parse(head);
    if (header.recordBytes() < ShardFormat.LEAST_RECORD_BYTES) {
      throw new IOException(
          "records of "
              + header.recordBytes()
              + " bytes (expected: >= "
              + ShardFormat.LEAST_RECORD_BYTES
              + ")");
    }
    return new ShardCheck(path, new ShardFormat(header), file, ShardFormat.start(head.position()));
  }

  /** The keys of all records: by the index, or where none is yet, by their lengths. */
  long[] keys() throws IOException {
    return index().keys();
  }

  /** What is wrong, if anything: every checksum is computed. */
  Optional<String> problem() {
    try {
      ShardIndex index = index();
      int all = index.keys().length;
      long damaged =
          IntStream.range(0, all)
              .filter(i -> format.values(record(index.slots()[i]), index.keys()[i]).isEmpty())
              .count();
      return damaged == 0
          ? Optional.empty()
          : Optional.of(damaged + " of " + all + " records are damaged");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private ShardIndex index() throws IOException {
    if (SealedShard.isSealed(file)) {
      return SealedShard.open(path, format).takeIndex();
    }
    int[] slots = IntStream.range(0, slots()).toArray();
    return new ShardIndex(
        IntStream.of(slots).mapToLong(slot -> record(slot).getLong(0)).toArray(), slots);
  }

  private int slots() {
    return Math.max(0, file.limit() - start) / format.recordBytes();
  }

  private ByteBuffer record(int slot) {
    return file.slice(start + slot * format.recordBytes(), format.recordBytes())
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
