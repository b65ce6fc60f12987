package io.reflux.teacher;

import io.reflux.engine.ElementType;
import io.reflux.weights.FolderRemoval;
import io.reflux.wire.ShardHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A cache as it lies on the disk, looked at from outside: it may belong to a run that goes on.
 *
 * @param path the folder that holds its shards
 */
public record CacheFolder(Path path) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

  /**
   * What is in a cache.
   *
   * @param note what people call its things; empty for a cache of an earlier version
   * @param header what its records hold; empty without a readable shard
   * @param shards how many files hold records
   * @param rows how many keys have values
   * @param bytes of all files
   * @param used when it was last opened or written to
   */
  public record Facts(
      Optional<CacheNote> note,
      Optional<ShardHeader> header,
      int shards,
      long rows,
      long bytes,
      Instant used) {}

  /**
   * The caches in a folder and in all folders below, by their paths.
   *
   * @throws IOException if a folder can't be read
   */
  public static List<CacheFolder> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> NAME.matcher(String.valueOf(path.getFileName())).matches())
          .filter(path -> Files.isRegularFile(path.resolve(CacheLock.FILE)))
          .sorted()
          .map(CacheFolder::new)
          .toList();
    }
  }

  /** What is in it, by headers and indexes. */
  public Facts facts() throws IOException {
    List<Path> shards = shards();
    Optional<ShardHeader> header = Optional.empty();
    LongStream keys = LongStream.empty();
    for (Path shard : shards) {
      try {
        ShardCheck check = ShardCheck.of(shard);
        header = Optional.of(check.format().header());
        keys = LongStream.concat(keys, LongStream.of(check.keys()));
      } catch (IOException damaged) {
        // Its rows count as none; verifying it says why.
      }
    }
    return new Facts(
        CacheNote.read(path), header, shards.size(), keys.distinct().count(), bytes(), used());
  }

  /** What is damaged, by file: every checksum is computed. Nothing is changed. */
  public Map<Path, String> problems() throws IOException {
    Map<Path, String> problems = new LinkedHashMap<>();
    for (Path shard : shards()) {
      try {
        ShardCheck check = ShardCheck.of(shard);
        Optional<String> problem = check.problem();
        if (problem.isEmpty() && !content(check.format().header()).equals(nameOf(path))) {
          problem = Optional.of("holds another content (expected: that of folder " + path + ")");
        }
        problem.ifPresent(sentence -> problems.put(shard, sentence));
      } catch (IOException | IllegalArgumentException e) {
        problems.put(shard, String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }

  /** The directories of the runs that have opened it, the latest last. */
  public List<Path> runs() throws IOException {
    return CacheNote.runs(path);
  }

  /** True while a run has it open. */
  public boolean inUse() throws IOException {
    Optional<CacheLock> lock = CacheLock.take(path);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  /**
   * Removes it with all its files.
   *
   * @return false if a run has it open; nothing is removed then
   */
  public boolean remove() throws IOException {
    Optional<CacheLock> lock = CacheLock.take(path);
    if (lock.isEmpty()) {
      return false;
    }
    try {
      FolderRemoval.of(path);
      return true;
    } finally {
      // Held until all is gone, so that nothing is taken from under a run that begins.
      lock.get().close();
    }
  }

  private List<Path> shards() throws IOException {
    List<Path> shards = new ArrayList<>(files());
    shards.removeIf(file -> !CacheShards.NAME.matcher(nameOf(file)).matches());
    return shards;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.list(path)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private long bytes() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private Instant used() throws IOException {
    FileTime last = Files.getLastModifiedTime(path);
    for (Path file : files()) {
      FileTime own = Files.getLastModifiedTime(file);
      last = own.compareTo(last) > 0 ? own : last;
    }
    return last.toInstant();
  }

  private static String content(ShardHeader header) {
    return new CacheContent(
            header.teacherDigest(),
            header.transformDigest(),
            header.outputs().stream()
                .map(output -> new CachedOutput(output.name(), output.shape()))
                .toList(),
            ElementType.valueOf(header.elementType()))
        .folderName();
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
