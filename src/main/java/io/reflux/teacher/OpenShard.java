package io.reflux.teacher;

import io.reflux.weights.DurableFile;
import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The shard that records are appended to.
 *
 * <p>Written through a plain channel, not Alpakka's LogRotatorSink: a record must be readable as
 * soon as it is appended (the next epoch may ask for it before the shard is full), a failed write
 * must not shift the ones behind it, and sealing needs the index and a flush before the next shard
 * begins. The sink tells none of these moments.
 */
final class OpenShard implements Shard, AutoCloseable {
  private static final int FIRST_KEYS = 1 << 8;

  private final Path path;
  private final ShardFormat format;
  private final FileChannel channel;
  private final int start;
  private long[] keys = new long[FIRST_KEYS];
  private int count;

  private OpenShard(Path path, ShardFormat format, FileChannel channel) throws IOException {
    this.path = path;
    this.format = format;
    this.channel = channel;
    ByteBuffer head = format.start();
    this.start = head.limit();
    writeFully(head, 0);
  }

  /** Begins a new file. */
  static OpenShard create(Path path, ShardFormat format) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      return new OpenShard(path, format, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Appends a sealed record; answers its slot. After a failure the next one takes its place. */
  int append(long key, ByteBuffer record) throws IOException {
    int slot = count;
    writeFully(record, offset(slot));
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
    }
    keys[count++] = key;
    return slot;
  }

  /** How long the file would be with one more record and its index. */
  long bytesWithOneMore() {
    return offset(count + 1) + (count + 1L) * (Long.BYTES + Integer.BYTES);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Optional<ByteBuffer> values(int slot, long key) throws IOException {
    return record(channel, format, offset(slot)).flatMap(record -> format.values(record, key));
  }

  /** The bytes of a record at a place of a file; empty if that ends before it does. */
  static Optional<ByteBuffer> record(FileChannel channel, ShardFormat format, long offset)
      throws IOException {
    ByteBuffer record = ByteBuffer.allocate(format.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
    while (record.hasRemaining()) {
      if (channel.read(record, offset + record.position()) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(record);
  }

  /** Adds the index, flushes everything to the disk and closes the file. */
  void seal() throws IOException {
    int[] slots = new int[count];
    Arrays.setAll(slots, i -> i);
    seal(channel, offset(count), new ShardIndex(Arrays.copyOf(keys, count), slots));
    channel.close();
    Path folder = path.getParent();
    if (folder != null) {
      DurableFile.syncFolder(folder);
    }
  }

  /** Puts index and tail behind the records of a file, and flushes. */
  static void seal(FileChannel channel, long end, ShardIndex index) throws IOException {
    byte[] bytes = index.toBytes();
    ByteBuffer tail =
        ByteBuffer.allocate(bytes.length + ShardFormat.TAIL_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(bytes)
            .putLong(end)
            .putLong(ShardFormat.TAIL_MARK)
            .flip();
    channel.truncate(end);
    writeFully(channel, tail, end);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private long offset(int slot) {
    return start + (long) slot * format.recordBytes();
  }

  private void writeFully(ByteBuffer bytes, long at) throws IOException {
    writeFully(channel, bytes, at);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long at)
      throws IOException {
    long offset = at;
    while (bytes.hasRemaining()) {
      offset += channel.write(bytes, offset);
    }
  }
}
