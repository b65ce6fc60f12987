package io.reflux.teacher;

import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens the shards that an earlier process left, in whatever state.
 *
 * <p>An unsealed one is cut behind its last whole record and sealed. One whose header can't be read
 * is set aside under another name. Every loss but the ordinary unsealed tail is told.
 */
final class ShardRecovery {
  private static final String SET_ASIDE = ".damaged";

  private final ShardFormat format;
  private final Consumer<String> problems;

  ShardRecovery(ShardFormat format, Consumer<String> problems) {
    this.format = format;
    this.problems = problems;
  }

  /**
   * The shard, or empty if nothing in it can be used.
   *
   * @param last true for the newest file, the only one that a killed process leaves unsealed
   */
  Optional<SealedShard> open(Path path, boolean last) throws IOException {
    if (Files.size(path) == 0) {
      Files.delete(path);
      return Optional.empty();
    }
    try {
      return Optional.of(SealedShard.open(path, format));
    } catch (IOException notSealed) {
      return repair(path, last, String.valueOf(notSealed.getMessage()));
    }
  }

  private Optional<SealedShard> repair(Path path, boolean last, String why) throws IOException {
    int start;
    ByteBuffer file = SealedShard.map(path);
    try {
      start = SealedShard.startOf(file, format);
    } catch (IOException e) {
      setAside(path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    ShardIndex found = scan(file, start);
    int slots = found.slots().length == 0 ? 0 : found.slots()[found.slots().length - 1] + 1;
    if (!last || SealedShard.isSealed(file)) {
      problems.accept(path + ": " + why + "; index rebuilt from the records");
    }
    if (slots > found.slots().length) {
      problems.accept(
          path + ": " + (slots - found.slots().length) + " damaged records; recomputed");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      OpenShard.seal(channel, start + (long) slots * format.recordBytes(), found);
    }
    return Optional.of(SealedShard.open(path, format));
  }

  private ShardIndex scan(ByteBuffer file, int start) {
    int places = (file.limit() - start) / format.recordBytes();
    long[] keys = new long[places];
    int[] slots = new int[places];
    int count = 0;
    for (int slot = 0; slot < places; slot++) {
      ByteBuffer record =
          file.slice(start + slot * format.recordBytes(), format.recordBytes())
              .order(ByteOrder.LITTLE_ENDIAN);
      if (format.isWhole(record)) {
        keys[count] = record.getLong(0);
        slots[count++] = slot;
      }
    }
    return new ShardIndex(Arrays.copyOf(keys, count), Arrays.copyOf(slots, count));
  }

  private void setAside(Path path, String why) throws IOException {
    Files.move(
        path,
        path.resolveSibling(path.getFileName() + SET_ASIDE),
        StandardCopyOption.REPLACE_EXISTING);
    problems.accept(path + ": " + why + "; set aside, its records are recomputed");
  }
}
