package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The files of a folder and of the archives that lie in it, as if each archive had been unpacked
 * where it lies: a dataset as it was downloaded. Where a file is both in the folder and in an
 * archive, the folder's counts. Nothing is unpacked.
 */
final class UnpackedTree implements FileTree {
  private final Path root;
  private final FileNames names;
  private final FileTree[] trees;
  private final int[] files;

  /** A tree and the folder, with its slash, that it is seen in. */
  private record Mount(FileTree tree, String folder) {
    String path(int file) {
      return folder + tree.names().path(file);
    }
  }

  private UnpackedTree(Path root, List<Mount> mounts) {
    this.root = root;
    Set<String> paths = new HashSet<>();
    for (Mount mount : mounts) {
      IntStream.range(0, mount.tree.names().size()).mapToObj(mount::path).forEach(paths::add);
    }
    names = FileNames.of(paths);
    trees = new FileTree[names.size()];
    files = new int[names.size()];
    for (int m = mounts.size() - 1; m >= 0; m--) { // the first, the folder, has the last word
      Mount mount = mounts.get(m);
      for (int file = 0; file < mount.tree.names().size(); file++) {
        int at = names.find(mount.path(file));
        trees[at] = mount.tree;
        files[at] = file;
      }
    }
  }

  /**
   * The paths of the archives in a folder: those of the given names, wherever they lie; if there
   * are none, all that lie right inside of it. None if the root is itself an archive.
   */
  static List<String> archives(FileTree tree, Set<String> known) {
    if (!Files.isDirectory(tree.root())) {
      return List.of();
    }
    List<String> archives =
        IntStream.range(0, tree.names().size())
            .filter(file -> FileTree.isArchive(tree.names().fileName(file)))
            .mapToObj(tree.names()::path)
            .toList();
    List<String> own =
        archives.stream().filter(a -> known.contains(a.substring(a.lastIndexOf('/') + 1))).toList();
    return own.isEmpty() ? archives.stream().filter(a -> a.indexOf('/') < 0).toList() : own;
  }

  /**
   * A folder with its archives.
   *
   * @param key the setting that names the root, for messages
   */
  static FileTree of(FileTree folder, List<String> archives, String key) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount(folder, ""));
    for (String archive : archives) {
      FileTree tree = FileTree.open(folder.root().resolve(archive), key);
      mounts.add(new Mount(tree, archive.substring(0, archive.lastIndexOf('/') + 1)));
    }
    return new UnpackedTree(folder.root(), mounts);
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
    return trees[file].facts(files[file]);
  }

  @Override
  public byte[] read(int file) throws IOException {
    return trees[file].read(files[file]);
  }
}
