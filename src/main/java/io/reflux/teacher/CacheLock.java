package io.reflux.teacher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a process holds of a cache's folder; the operating system lets go of all of it if that dies.
 * Several processes may have a folder open; one alone may remove it. Each holds the shards that it
 * writes, and the keys whose values it is working out.
 *
 * <p>All are ranges of one file, of no byte that is ever written: 0 for whoever has the folder
 * open, 1 for whoever changes what others may look at, then the shards, then the keys. These locks
 * are the process's: closing any channel of the file would drop them all, so a process opens it
 * once.
 */
final class CacheLock implements AutoCloseable {
  static final String FILE = "cache.lock";

  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();
  private static final long CHANGES = 1;
  private static final long SHARDS = 1L << 32;
  private static final long KEYS = 1L << 62;

  private final Path file;
  private final FileChannel channel;
  private final Map<Long, FileLock> held = new HashMap<>();

  private CacheLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A piece of work on the files of a folder. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Takes a folder for this process alone; empty if anybody has it open. */
  static Optional<CacheLock> take(Path folder) throws IOException {
    return opened(folder, channel -> channel.tryLock());
  }

  /**
   * Opens a folder beside other processes; empty if one has taken it alone, or this process has it
   * open already.
   */
  static Optional<CacheLock> join(Path folder) throws IOException {
    return opened(folder, channel -> channel.tryLock(0, 1, true));
  }

  private interface Locking {
    @Nullable FileLock lock(FileChannel channel) throws IOException;
  }

  private static Optional<CacheLock> opened(Path folder, Locking locking) throws IOException {
    Path file = folder.toRealPath().resolve(FILE);
    if (!OPEN_HERE.add(file)) {
      return Optional.empty();
    }
    boolean open = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        open = locking.lock(channel) != null;
        return open ? Optional.of(new CacheLock(file, channel)) : Optional.empty();
      } finally {
        if (!open) {
          channel.close();
        }
      }
    } finally {
      if (!open) {
        OPEN_HERE.remove(file);
      }
    }
  }

  /** Does something that no other process may do at the same time; waits for its turn. */
  void alone(Work work) throws IOException {
    FileLock turn = channel.lock(CHANGES, 1, false);
    try (turn) {
      work.run();
    }
  }

  /** Holds a shard; false if another process does. */
  boolean holdShard(int number) throws IOException {
    return hold(SHARDS + number);
  }

  /** Lets go of a shard. */
  void leaveShard(int number) throws IOException {
    leave(SHARDS + number);
  }

  /** Holds a key whose values are to be worked out; false if another process is at it. */
  boolean holdKey(long key) throws IOException {
    return hold(placeOf(key));
  }

  /** Lets go of a key; nothing happens if it isn't held. */
  void leaveKey(long key) throws IOException {
    leave(placeOf(key));
  }

  private static long placeOf(long key) {
    return KEYS | (key & (KEYS - 1));
  }

  private boolean hold(long place) throws IOException {
    if (held.containsKey(place)) {
      return true;
    }
    FileLock lock = channel.tryLock(place, 1, false);
    if (lock != null) {
      held.put(place, lock);
    }
    return lock != null;
  }

  private void leave(long place) throws IOException {
    FileLock lock = held.remove(place);
    if (lock != null) {
      lock.release();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OPEN_HERE.remove(file);
    }
  }
}
