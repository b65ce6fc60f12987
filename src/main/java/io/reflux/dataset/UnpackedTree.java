package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The files of a folder and of the archives that lie in it, as if each archive had been unpacked
 * there: a dataset as it was downloaded. Where a file is both in the folder and in an archive, the
 * folder's counts. Nothing is unpacked.
 */
final class UnpackedTree implements FileTree {
  private final Path root;
  private final FileNames names;
  private final FileTree[] trees;
  private final int[] files;

  private record Place(FileTree tree, int file) {}

  private UnpackedTree(Path root, Map<String, Place> places) {
    this.root = root;
    names = FileNames.of(places.keySet());
    trees = new FileTree[names.size()];
    files = new int[names.size()];
    for (int file = 0; file < files.length; file++) {
      Place place = places.get(names.path(file));
      if (place == null) {
        throw new IllegalStateException(names.path(file) + " lies nowhere");
      }
      trees[file] = place.tree;
      files[file] = place.file;
    }
  }

  /** The archives right inside of a root that is a folder, in order; none if it is an archive. */
  static List<Path> archives(FileTree tree) {
    if (!Files.isDirectory(tree.root()) || !tree.names().folders().contains("")) {
      return List.of();
    }
    return IntStream.range(0, tree.names().firstOf(1))
        .mapToObj(file -> tree.root().resolve(tree.names().fileName(file)))
        .filter(FileTree::isArchive)
        .toList();
  }

  /**
   * A folder with its archives.
   *
   * @param key the setting that names the root, for messages
   */
  static FileTree of(FileTree folder, List<Path> archives, String key) {
    Map<String, Place> places = new HashMap<>();
    add(folder, places);
    archives.forEach(archive -> add(FileTree.open(archive, key), places));
    return new UnpackedTree(folder.root(), places);
  }

  private static void add(FileTree tree, Map<String, Place> places) {
    for (int file = 0; file < tree.names().size(); file++) {
      places.putIfAbsent(tree.names().path(file), new Place(tree, file));
    }
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
  public byte[] read(int file) throws IOException {
    return trees[file].read(files[file]);
  }
}
