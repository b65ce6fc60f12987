package io.reflux.teacher;

import io.reflux.setting.InputException;
import io.reflux.wire.ShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Teacher outputs on the disk, by example and view.
 *
 * <p>The folder belongs to one {@link CacheContent} and, while it is open, to one cache: a lock
 * file holds others off. Records have a fixed size and are only ever appended; every one carries a
 * checksum, looked at whenever it is read. A damaged one is told in {@link #problems()} and counts
 * as a miss. Safe for use by several threads.
 */
public final class FeatureCache implements AutoCloseable {
  /** How many draws of one example in an epoch have keys of their own. */
  public static final int MOST_DRAWS = 1 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
  static final Pattern SHARD = Pattern.compile("shard-(\\d{6,9})\\.features");
  private static final int VIEW_BITS = 22;

  private final Path folder;
  private final long shardBytes;
  private final FeatureCodec codec;
  private final ShardFormat format;
  private final CacheLock lock;
  private final RecordIndex index = new RecordIndex();
  private final List<Shard> shards = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable OpenShard open;
  private int nextNumber = 1;
  private long hits;
  private long misses;
  private boolean closed;

  private FeatureCache(Path folder, CacheContent content, long shardBytes, CacheLock lock) {
    this.folder = folder;
    this.shardBytes = shardBytes;
    this.codec = new FeatureCodec(content);
    this.format = ShardFormat.of(content, codec.bytes());
    this.lock = lock;
  }

  /**
   * Opens the cache of a content, below a directory that may hold others too.
   *
   * @param directory made if it isn't there
   * @param shardBytes how large a shard grows before the next one is begun; every shard takes at
   *     least one record
   * @throws IOException if another cache is open there, or the disk fails
   */
  public static FeatureCache open(Path directory, CacheContent content, long shardBytes)
      throws IOException {
    Path folder = directory.resolve(content.folderName());
    Files.createDirectories(folder);
    CacheLock lock =
        CacheLock.take(folder)
            .orElseThrow(
                () ->
                    new IOException(
                        "feature cache "
                            + folder
                            + ": in use by another run (expected: one run at a time)"));
    FeatureCache cache = new FeatureCache(folder, content, shardBytes, lock);
    try {
      cache.load();
      return cache;
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
    long place = index.get(key);
    if (place != RecordIndex.ABSENT) {
      Shard shard = shards.get((int) (place >>> Integer.SIZE));
      Optional<ByteBuffer> values = read(shard, (int) place, key);
      if (values.isPresent()) {
        hits++;
        codec.decode(values.get(), into.row(row));
        return true;
      }
      index.put(key, RecordIndex.ABSENT);
    }
    misses++;
    return false;
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
      if (index.get(keys[row]) == RecordIndex.ABSENT) {
        format.seal(record);
        append(keys[row], record);
      }
    }
    return rounded;
  }

  /**
   * Writes beside the shards what people call the things that the digests stand for.
   *
   * @param run the directory of the run that has opened the cache
   */
  public void describe(CacheNote note, Path run) throws IOException {
    note.write(folder, run);
  }

  /** What was found damaged so far: file, what is wrong, what became of it. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** How many keys have values. */
  public synchronized int size() {
    return index.size();
  }

  /** How many lookups found values since the cache was opened. */
  public synchronized long hits() {
    return hits;
  }

  /** How many lookups found none since the cache was opened. */
  public synchronized long misses() {
    return misses;
  }

  /** Seals the shard at work and lets others open the cache. Closing twice does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (open != null) {
        sealOpen(open);
      }
    } finally {
      lock.close();
    }
  }

  private void load() throws IOException {
    ShardRecovery recovery = new ShardRecovery(format, this::note);
    List<Integer> numbers = numbers();
    for (int number : numbers) {
      nextNumber = number + 1;
      boolean last = number == numbers.get(numbers.size() - 1);
      Optional<SealedShard> found = recovery.open(folder.resolve(name(number)), last);
      if (found.isPresent()) {
        shards.add(found.get());
        ShardIndex its = found.get().takeIndex();
        long[] keys = its.keys();
        int[] slots = its.slots();
        for (int i = 0; i < keys.length; i++) {
          index.put(keys[i], ((shards.size() - 1L) << Integer.SIZE) | slots[i]);
        }
      }
    }
  }

  private List<Integer> numbers() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> SHARD.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  private void append(long key, ByteBuffer record) throws IOException {
    if (open != null && open.bytesWithOneMore() > shardBytes) {
      sealOpen(open);
    }
    if (open == null) {
      open = OpenShard.create(folder.resolve(name(nextNumber++)), format);
      shards.add(open);
    }
    int slot = open.append(key, record);
    index.put(key, ((shards.size() - 1L) << Integer.SIZE) | slot);
  }

  private void sealOpen(OpenShard shard) throws IOException {
    open = null;
    shard.seal();
    SealedShard sealed = SealedShard.open(shard.path(), format);
    sealed.takeIndex();
    shards.set(shards.size() - 1, sealed);
  }

  private Optional<ByteBuffer> read(Shard shard, int slot, long key) {
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

  private static String name(int number) {
    return String.format("shard-%06d.features", number);
  }
}
