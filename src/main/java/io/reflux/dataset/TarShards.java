package io.reflux.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of many TAR archives, read where they lie. A file's path begins with its archive's. Of
 * many archives none stays open.
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
   * Lists archives by their headers.
   *
   * @param root the folder that their paths begin at
   * @param archives their paths
   * @param key the setting that names them, for messages
   */
  static TarShards open(Path root, List<String> archives, String key) {
    List<Shard> shards = new ArrayList<>();
    for (String archive : archives) {
      Path path = root.resolve(archive);
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        shards.add(
            new Shard(
                StoredFile.closed(path, channel.size(), archives.size() <= OPEN),
                Files.getLastModifiedTime(path).toMillis(),
                TarPlaces.of(channel)));
      } catch (java.nio.file.NoSuchFileException e) {
        throw new DatasetException(key + ": " + path + " does not exist (expected: a shard)", e);
      } catch (IOException e) {
        throw new DatasetException(
            key
                + ": "
                + path
                + " cannot be read: "
                + e.getMessage()
                + " (expected: a .tar archive)",
            e);
      }
    }
    return new TarShards(root, archives, shards);
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
