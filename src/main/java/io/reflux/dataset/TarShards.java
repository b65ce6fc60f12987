package io.reflux.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of many TAR archives, read where they lie. A file's path begins with its archive's. Of
 * many archives none stays open. Gzipped ones are decompressed once, together, into a temporary
 * file: batches read at random, and an index of states from which decompression could go on would
 * take 32 KiB for every few images, and decompress all between two of them at each reading.
 */
final class TarShards implements FileTree {
  /** So many archives stay open between two readings; of more, none does. */
  private static final int OPEN = 32;

  private final Path root;
  private final List<Shard> shards;
  private final FileNames names;
  private final int[] shardOf;
  private final int[] placeOf;

  /** An archive, and where its files lie in it. */
  private record Shard(StoredFile content, long written, TarPlaces places) {}

  private TarShards(Path root, List<String> archives, List<Shard> shards) {
    this.root = root;
    this.shards = shards;
    List<String> paths = new ArrayList<>();
    for (int s = 0; s < shards.size(); s++) {
      for (String path : shards.get(s).places().paths()) {
        paths.add(archives.get(s) + "/" + path);
      }
    }
    names = FileNames.of(new java.util.HashSet<>(paths));
    shardOf = new int[names.size()];
    placeOf = new int[names.size()];
    int at = 0;
    for (int s = 0; s < shards.size(); s++) {
      for (int place = 0; place < shards.get(s).places().paths().size(); place++) {
        int file = names.find(paths.get(at++));
        shardOf[file] = s;
        placeOf[file] = place;
      }
    }
  }

  /**
   * Lists archives by their headers. Gzipped ones are decompressed meanwhile.
   *
   * @param root the folder that their paths begin at
   * @param archives their paths
   * @param key the setting that names them, for messages
   */
  static TarShards open(Path root, List<String> archives, String key) {
    List<Path> zipped = archives.stream().filter(Unzipped::isZipped).map(root::resolve).toList();
    try {
      Optional<StoredFile> unzipped = Optional.empty();
      Map<Path, TarPlaces> places = new HashMap<>();
      if (!zipped.isEmpty()) {
        FileChannel content = Unzipped.empty();
        for (Path path : zipped) {
          places.put(path, unzipped(path, content, key));
        }
        unzipped = Optional.of(StoredFile.open(content, () -> Unzipped.of(zipped)));
      }
      List<Shard> shards = new ArrayList<>();
      for (String archive : archives) {
        Path path = root.resolve(archive);
        TarPlaces unzippedPlaces = places.get(path);
        shards.add(
            unzippedPlaces == null
                ? shard(path, archives.size() <= OPEN, key)
                : new Shard(unzipped.orElseThrow(), written(path), unzippedPlaces));
      }
      return new TarShards(root, archives, shards);
    } catch (IOException e) {
      throw unreadable(root, key, e);
    }
  }

  /** Decompresses an archive behind those that were before. */
  private static TarPlaces unzipped(Path path, FileChannel content, String key) throws IOException {
    long start = content.size();
    try {
      Unzipped.append(path, content);
      return TarPlaces.of(content, start);
    } catch (IOException e) {
      content.close();
      throw unreadable(path, key, e);
    }
  }

  private static Shard shard(Path path, boolean kept, String key) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      StoredFile content = StoredFile.closed(path, channel.size(), kept);
      return new Shard(content, written(path), TarPlaces.of(channel));
    } catch (IOException e) {
      throw unreadable(path, key, e);
    }
  }

  private static long written(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis();
  }

  private static DatasetException unreadable(Path path, String key, IOException e) {
    return e instanceof NoSuchFileException
        ? new DatasetException(key + ": " + path + " does not exist (expected: a shard)", e)
        : new DatasetException(
            "%s: %s cannot be read: %s (expected: a .tar or .tar.gz archive)"
                .formatted(key, path, e.getMessage()),
            e);
  }

  /** The files in the order in which they lie in the archives, one archive after the other. */
  int[] inOrder() {
    int[] files = new int[names.size()];
    Integer[] order = new Integer[files.length];
    java.util.Arrays.setAll(order, file -> file);
    java.util.Arrays.sort(
        order,
        java.util.Comparator.<Integer>comparingInt(file -> shardOf[file])
            .thenComparingInt(file -> placeOf[file]));
    java.util.Arrays.setAll(files, i -> order[i]);
    return files;
  }

  /** The archive that a file lies in. */
  int shard(int file) {
    return shardOf[file];
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public FileNames names() {
    return names;
  }

  @Override
  public FileFacts facts(int file) {
    Shard shard = shards.get(shardOf[file]);
    return FileFacts.ofSize(shard.places().size(placeOf[file])).writtenAt(shard.written());
  }

  @Override
  public byte[] read(int file) throws IOException {
    Shard shard = shards.get(shardOf[file]);
    int place = placeOf[file];
    return shard.content().read(shard.places().offset(place), shard.places().size(place));
  }
}
