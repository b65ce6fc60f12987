package io.reflux.teacher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards of a cache's folder: this process's own, those left by others, those at work. */
final class CacheShards {
  /** What a shard's file is called. */
  static final Pattern NAME = Pattern.compile("shard-(\\d{6,9})\\.features");

  private static final Logger LOG = LoggerFactory.getLogger(CacheShards.class);

  private final Path folder;
  private final ShardFormat format;
  private final CacheLock lock;
  private final ShardRecovery recovery;
  private final Set<Integer> known = new HashSet<>();
  private int nextNumber = 1;

  /**
   * Those of a folder.
   *
   * @param lock what this process holds of it
   * @param problems hears of what is damaged
   */
  CacheShards(Path folder, ShardFormat format, CacheLock lock, Consumer<String> problems) {
    this.folder = folder;
    this.format = format;
    this.lock = lock;
    recovery = new ShardRecovery(format, problems);
  }

  /** All that there are; what no process works at any more is mended and sealed. */
  List<Shard> all() throws IOException {
    List<Shard> shards = new ArrayList<>();
    lock.alone(
        () -> {
          List<Integer> numbers = numbers();
          for (int number : numbers) {
            boolean last = number == numbers.get(numbers.size() - 1);
            known.add(number);
            nextNumber = number + 1;
            left(number, last).ifPresent(shards::add);
          }
        });
    return shards;
  }

  /** Those that other processes have begun since. */
  List<Shard> more() throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (int number : numbers()) {
      if (!known.contains(number)) {
        Path path = path(number);
        try {
          shards.add(GrowingShard.open(path, format));
          known.add(number);
        } catch (IOException e) {
          LOG.debug("{}: it is being begun; looked at again", path, e);
        }
      }
    }
    return shards;
  }

  private Optional<Shard> left(int number, boolean last) throws IOException {
    if (!lock.holdShard(number)) {
      return at(number);
    }
    try {
      return recovery.open(path(number), last).map(Shard.class::cast);
    } finally {
      lock.leaveShard(number);
    }
  }

  private Optional<Shard> at(int number) {
    try {
      return Optional.of(GrowingShard.open(path(number), format));
    } catch (IOException e) {
      known.remove(number);
      LOG.debug("{}: it is being begun; looked at again", path(number), e);
      return Optional.empty();
    }
  }

  /** Begins a shard of this process's own. */
  OpenShard begin() throws IOException {
    while (true) {
      int number = nextNumber++;
      if (known.add(number) && lock.holdShard(number)) {
        try {
          return OpenShard.create(path(number), format);
        } catch (FileAlreadyExistsException e) {
          lock.leaveShard(number);
          known.remove(number); // another process has begun and ended it meanwhile
        }
      }
    }
  }

  /** Seals a shard of this process's own; from then on others may mend it. */
  SealedShard seal(OpenShard shard) throws IOException {
    shard.seal();
    Matcher name = NAME.matcher(String.valueOf(shard.path().getFileName()));
    if (name.matches()) {
      lock.leaveShard(Integer.parseInt(name.group(1)));
    }
    SealedShard sealed = SealedShard.open(shard.path(), format);
    sealed.takeIndex();
    return sealed;
  }

  private List<Integer> numbers() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .map(path -> NAME.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  private Path path(int number) {
    return folder.resolve(String.format("shard-%06d.features", number));
  }
}
