package io.reflux.teacher;

import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where each key's record lies, in all shards of a folder. For one thread at a time. */
final class ShardRecords implements AutoCloseable {
  private final CacheShards files;
  private final long shardBytes;
  private final RecordIndex index = new RecordIndex();
  private final List<Shard> shards = new ArrayList<>();
  private @Nullable OpenShard open;
  private int openAt;

  /**
   * Those that there are.
   *
   * @param shardBytes how large a shard grows before the next one is begun
   */
  ShardRecords(CacheShards files, long shardBytes) throws IOException {
    this.files = files;
    this.shardBytes = shardBytes;
    for (Shard shard : files.all()) {
      shards.add(shard);
      if (shard instanceof SealedShard sealed) {
        add(sealed.takeIndex());
      }
    }
    lookAtOthers();
  }

  private void add(ShardIndex its) {
    long[] keys = its.keys();
    int[] slots = its.slots();
    for (int i = 0; i < keys.length; i++) {
      index.put(keys[i], place(shards.size() - 1, slots[i]));
    }
  }

  private static long place(int shard, int slot) {
    return ((long) shard << Integer.SIZE) | slot;
  }

  /** A record's place. */
  record Place(Shard shard, int slot) {}

  /** Takes in what other processes have appended. */
  void lookAtOthers() throws IOException {
    shards.addAll(files.more());
    for (int i = 0; i < shards.size(); i++) {
      if (shards.get(i) instanceof GrowingShard growing) {
        int at = i;
        growing.look(
            (key, slot) -> {
              if (!has(key)) {
                index.put(key, place(at, slot));
              }
            });
      }
    }
  }

  /** How many keys have a record. */
  int size() {
    return index.size();
  }

  boolean has(long key) {
    return index.get(key) != RecordIndex.ABSENT;
  }

  /** The first of some keys that has no record. */
  OptionalLong missing(long[] keys) {
    return Arrays.stream(keys).filter(key -> !has(key)).findFirst();
  }

  /** Where a key's record lies. */
  Optional<Place> find(long key) {
    long place = index.get(key);
    return place == RecordIndex.ABSENT
        ? Optional.empty()
        : Optional.of(new Place(shards.get((int) (place >>> Integer.SIZE)), (int) place));
  }

  /** Forgets a record that is damaged. */
  void forget(long key) {
    index.put(key, RecordIndex.ABSENT);
  }

  /** Appends a sealed record. */
  void append(long key, ByteBuffer record) throws IOException {
    if (open != null && open.bytesWithOneMore() > shardBytes) {
      sealOpen(open);
    }
    if (open == null) {
      open = files.begin();
      openAt = shards.size();
      shards.add(open);
    }
    index.put(key, place(openAt, open.append(key, record)));
  }

  private void sealOpen(OpenShard shard) throws IOException {
    open = null;
    shards.set(openAt, files.seal(shard));
  }

  /** Seals the shard at work. */
  @Override
  public void close() throws IOException {
    if (open != null) {
      sealOpen(open);
    }
    for (Shard shard : shards) {
      if (shard instanceof GrowingShard growing) {
        growing.close();
      }
    }
  }
}
