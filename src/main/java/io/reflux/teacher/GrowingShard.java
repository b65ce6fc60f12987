package io.reflux.teacher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A shard that another process writes. Its records are there as soon as that has appended them; one
 * that is not whole yet ends what is known of it, as does the index of a shard that was sealed.
 */
final class GrowingShard implements Shard, AutoCloseable {
  private final Path path;
  private final ShardFormat format;
  private final FileChannel channel;
  private final int start;
  private int known;

  private GrowingShard(Path path, ShardFormat format, FileChannel channel, int start) {
    this.path = path;
    this.format = format;
    this.channel = channel;
    this.start = start;
  }

  /** Hears of a record. */
  interface Listener {
    /** There is one of a key, in a slot. */
    void found(long key, int slot);
  }

  /**
   * Opens a shard.
   *
   * @throws IOException if its header isn't there yet, or tells of other content
   */
  static GrowingShard open(Path path, ShardFormat format) throws IOException {
    int start = SealedShard.startOf(SealedShard.map(path), format);
    return new GrowingShard(path, format, FileChannel.open(path, StandardOpenOption.READ), start);
  }

  /** Tells of the records that have come since it was last asked. */
  void look(Listener listener) throws IOException {
    long end = channel.size();
    while (offset(known + 1) <= end) {
      Optional<ByteBuffer> record = OpenShard.record(channel, format, offset(known));
      if (record.filter(format::isWhole).isEmpty()) {
        return;
      }
      listener.found(record.get().getLong(0), known++);
    }
  }

  private long offset(int slot) {
    return start + (long) slot * format.recordBytes();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Optional<ByteBuffer> values(int slot, long key) throws IOException {
    return OpenShard.record(channel, format, offset(slot))
        .flatMap(record -> format.values(record, key));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
