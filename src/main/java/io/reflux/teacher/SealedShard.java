package io.reflux.teacher;

import io.reflux.wire.ShardHeader;
import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A finished shard, mapped into memory. */
final class SealedShard implements Shard {
  private final Path path;
  private final ShardFormat format;
  private final ByteBuffer file;
  private final int start;
  private @Nullable ShardIndex index;

  private SealedShard(Path path, ShardFormat format, ByteBuffer file) throws IOException {
    this.path = path;
    this.format = format;
    this.file = file;
    this.start = startOf(file, format);
    this.index = readIndex();
  }

  /**
   * Opens a shard.
   *
   * @throws IOException if it isn't sealed, is damaged outside its records, or holds other content
   */
  static SealedShard open(Path path, ShardFormat format) throws IOException {
    return new SealedShard(path, format, map(path));
  }

  /** A file as memory, little-endian. */
  static ByteBuffer map(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(channel.size() + " bytes (expected: less than 2 GiB)");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Where a shard's records begin.
   *
   * @throws IOException if its header is damaged, or tells of other content
   */
  static int startOf(ByteBuffer file, ShardFormat format) throws IOException {
    ByteBuffer head = file.duplicate();
    ShardHeader found = ShardHeader.parse(head);
    if (!found.equals(format.header())) {
      throw new IOException("header: " + found + " (expected: " + format.header() + ")");
    }
    return ShardFormat.start(head.position());
  }

  /** True if a file's last bytes say that it was sealed. */
  static boolean isSealed(ByteBuffer file) {
    int mark = file.limit() - Long.BYTES;
    return mark >= 0 && file.getLong(mark) == ShardFormat.TAIL_MARK;
  }

  /**
   * Every key and its slot; once, since whoever asks keeps them in a place of their own, and of
   * millions of rows nobody has room for two.
   */
  ShardIndex takeIndex() {
    ShardIndex taken = Objects.requireNonNull(index, "the index has been taken already");
    index = null;
    return taken;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Optional<ByteBuffer> values(int slot, long key) {
    int at = start + slot * format.recordBytes();
    ByteBuffer record = file.slice(at, format.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
    return format.values(record, key);
  }

  private ShardIndex readIndex() throws IOException {
    int tail = file.limit() - ShardFormat.TAIL_BYTES;
    if (tail < start || !isSealed(file)) {
      throw new IOException("not sealed (expected: an index at its end)");
    }
    long begin = file.getLong(tail);
    if (begin < start || begin > tail) {
      throw new IOException("index at byte " + begin + " (expected: " + start + " … " + tail + ")");
    }
    ShardIndex found = ShardIndex.parse(file.slice((int) begin, tail - (int) begin));
    int slots = ((int) begin - start) / format.recordBytes();
    for (int slot : found.slots()) {
      if (slot < 0 || slot >= slots) {
        throw new IOException("index: slot " + slot + " (expected: 0 … " + (slots - 1) + ")");
      }
    }
    return found;
  }
}
