package io.reflux.teacher;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Teacher outputs on the disk, by example and view.
 *
 * <p>The folder belongs to one {@link CacheContent}. Several processes may have it open: each
 * writes shards of its own, and what one has appended is there for all; {@link #claim} keeps two
 * from working at the same thing. Records have a fixed size and are only ever appended; every one
 * carries a checksum, looked at whenever it is read. A damaged one is told in {@link #problems()}
 * and counts as a miss. Safe for use by several threads.
 */
public final class FeatureCache implements AutoCloseable {
  /** How many draws of one example in an epoch have keys of their own. */
  public static final int MOST_DRAWS = 1 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
  private static final int VIEW_BITS = 22;

  private final Path folder;
  private final FeatureCodec codec;
  private final ShardFormat format;
  private final CacheLock lock;
  private final ShardRecords records;
  private final List<String> problems = new ArrayList<>();
  private long hits;
  private long misses;
  private boolean closed;

  private FeatureCache(Path folder, CacheContent content, long shardBytes, CacheLock lock)
      throws IOException {
    this.folder = folder;
    this.codec = new FeatureCodec(content);
    this.format = ShardFormat.of(content, codec.bytes());
    this.lock = lock;
    records = new ShardRecords(new CacheShards(folder, format, lock, this::note), shardBytes);
  }

  /**
   * Opens the cache of a content, below a directory that may hold others too.
   *
   * @param directory made if it isn't there
   * @param shardBytes how large a shard grows before the next one is begun; every shard takes at
   *     least one record
   * @throws IOException if this process has it open already, or the disk fails
   */
  public static FeatureCache open(Path directory, CacheContent content, long shardBytes)
      throws IOException {
    Path folder = directory.resolve(content.folderName());
    Files.createDirectories(folder);
    CacheLock lock =
        CacheLock.join(folder)
            .orElseThrow(
                () ->
                    new IOException(
                        "feature cache "
                            + folder
                            + ": in use by another run (expected: one of a process at a time)"));
    try {
      return new FeatureCache(folder, content, shardBytes, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The key of one view of one example.
   *
   * @param exampleId the example, 0 or greater
   * @param draw how often it was drawn before in the epoch, 0 … 1023
   * @param view the view's number, 0 … 4,194,303; with augmentations that repeat after k epochs,
   *     the epoch within the period counts too
   * @throws IllegalArgumentException if a number is outside of its range: no two may share a key
   */
  public static long key(int exampleId, int draw, int view) {
    if (exampleId < 0 || draw < 0 || draw >= MOST_DRAWS || view < 0 || view >> VIEW_BITS != 0) {
      throw new IllegalArgumentException(
          "cache key: example %d, draw %d, view %d (expected: >= 0, 0 … %d, 0 … %d)"
              .formatted(exampleId, draw, view, MOST_DRAWS - 1, (1 << VIEW_BITS) - 1));
    }
    return ((long) exampleId << Integer.SIZE) | Integer.toUnsignedLong(draw << VIEW_BITS | view);
  }

  /**
   * Reads the values under a key, as they were rounded.
   *
   * @param into where they go, if there are some
   * @param row the row of {@code into}
   * @return whether there are some
   */
  public synchronized boolean read(long key, FeatureRows into, int row) {
    checkOpen();
    Optional<ShardRecords.Place> place = records.find(key);
    if (place.isPresent()) {
      Optional<ByteBuffer> values = read(place.get(), key);
      if (values.isPresent()) {
        hits++;
        codec.decode(values.get(), into.row(row));
        return true;
      }
      records.forget(key);
    }
    misses++;
    return false;
  }

  /**
   * Looks for some keys in all that processes have appended; if one is missing, this process is to
   * work it and the further missing ones out, and others wait until they are kept.
   *
   * @return false if another process is at what is missing
   */
  public synchronized boolean claim(long[] keys) throws IOException {
    checkOpen();
    OptionalLong missing = records.missing(keys);
    while (missing.isPresent()) {
      records.lookAtOthers();
      OptionalLong still = records.missing(keys);
      if (still.isPresent() && !lock.holdKey(still.getAsLong())) {
        return false;
      }
      records.lookAtOthers(); // it may have been kept, and let go of, in between
      missing = records.missing(keys);
      if (missing.equals(still)) {
        return true;
      }
      if (still.isPresent()) {
        lock.leaveKey(still.getAsLong());
      }
    }
    return true;
  }

  /**
   * Keeps the values of some keys, unless they have some already, and gives them back as {@link
   * #read} would: what may be trained on.
   *
   * @param keys a key for each row
   * @param given the rows; rounded or not makes no difference
   * @return the rows as they were rounded; {@code given} itself if nothing is rounded
   * @throws InputException if a value can't be stored
   * @throws IOException if the disk fails; the cache stays usable
   */
  public synchronized FeatureRows keep(long[] keys, FeatureRows given) throws IOException {
    checkOpen();
    FeatureRows rounded = codec.isExact() ? given : given.alike();
    for (int row = 0; row < keys.length; row++) {
      ByteBuffer record = format.newRecord(keys[row]);
      int values = record.position();
      codec.encode(given.row(row), record);
      if (rounded != given) {
        codec.decode(record.duplicate().order(record.order()).position(values), rounded.row(row));
      }
      if (!records.has(keys[row])) {
        format.seal(record);
        records.append(keys[row], record);
      }
      lock.leaveKey(keys[row]);
    }
    return rounded;
  }

  /**
   * Writes beside the shards what people call the things that the digests stand for.
   *
   * @param run the directory of the run that has opened the cache
   */
  public void describe(CacheNote note, Path run) throws IOException {
    lock.alone(() -> note.write(folder, run));
  }

  /** What was found damaged so far: file, what is wrong, what became of it. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** How many keys have values. */
  public synchronized int size() {
    return records.size();
  }

  /** How many lookups found values since the cache was opened. */
  public synchronized long hits() {
    return hits;
  }

  /** How many lookups found none since the cache was opened. */
  public synchronized long misses() {
    return misses;
  }

  /** Seals the shard at work and lets go of the folder. Closing twice does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      records.close();
    } finally {
      lock.close();
    }
  }

  private Optional<ByteBuffer> read(ShardRecords.Place place, long key) {
    Shard shard = place.shard();
    int slot = place.slot();
    try {
      Optional<ByteBuffer> values = shard.values(slot, key);
      if (values.isEmpty()) {
        note(shard.path() + ": record " + slot + " is damaged; recomputed");
      }
      return values;
    } catch (IOException e) {
      note(shard.path() + ": record " + slot + ": " + e.getMessage() + "; recomputed");
      return Optional.empty();
    }
  }

  private void note(String problem) {
    problems.add(problem);
    LOG.warn("feature cache: {}", problem);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("feature cache " + folder + ": closed (expected: open)");
    }
  }
}
