package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shards of a prepared dataset, read at positions. Safe for many threads. */
final class ShardFiles {
  /** So many stay open; those after them are opened for each reading. */
  private static final int KEPT_OPEN = 128;

  private final Path folder;
  private final List<StoredFile> files = new ArrayList<>();

  private ShardFiles(Path folder) {
    this.folder = folder;
  }

  /** Lists a folder's shards; none is opened yet. */
  static ShardFiles in(Path folder) throws IOException {
    ShardFiles shards = new ShardFiles(folder);
    for (int i = 0; Files.exists(shards.path(i)); i++) {
      long bytes = Files.size(shards.path(i));
      shards.files.add(StoredFile.closed(shards.path(i), bytes, i < KEPT_OPEN));
    }
    return shards;
  }

  /** Where a shard lies. */
  Path path(int shard) {
    return ShardWriter.shardFile(folder, shard);
  }

  /**
   * Refuses a record that is in no shard.
   *
   * @throws IOException if its shard is missing or too short
   */
  void check(ShardRecord record) throws IOException {
    if (record.length() == 0) {
      return;
    }
    if (record.shard() >= files.size()) {
      throw new IOException("shard " + record.shard() + " is missing");
    }
    long bytes = files.get(record.shard()).size();
    if (record.end() > bytes) {
      throw new IOException(
          path(record.shard()) + ": " + bytes + " bytes (expected: at least " + record.end() + ")");
    }
  }

  /** The bytes of a record. */
  byte[] read(int shard, long offset, int length) throws IOException {
    return files.get(shard).read(offset, length);
  }
}
