package io.reflux.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Where the files of a TAR archive lie in it, by its headers alone. Archives inside of it count as
 * folders, as in ImageNet's. A link is the file that it leads to.
 */
final class TarPlaces {
  private final FileChannel content;
  private final List<String> paths = new ArrayList<>();
  private final Map<String, String> links = new HashMap<>();
  private long[] offsets = new long[64];
  private int[] sizes = new int[64];

  private TarPlaces(FileChannel content) {
    this.content = content;
  }

  /**
   * Lists an archive.
   *
   * @throws IOException if it is none, ends too early, is empty, or holds a path or a link that
   *     leads outside of it or nowhere
   */
  static TarPlaces of(FileChannel content) throws IOException {
    return of(content, 0);
  }

  /**
   * The same, of an archive that is the end of a file.
   *
   * @param start where the archive begins; offsets are the file's
   */
  static TarPlaces of(FileChannel content, long start) throws IOException {
    TarPlaces places = new TarPlaces(content);
    places.list(new Slice(content, start, content.size() - start), start, "");
    if (places.paths.isEmpty()) {
      throw new IOException("it holds no file");
    }
    places.followLinks();
    return places;
  }

  /**
   * The paths of the files, in the archive's order; one that comes twice counts as it comes last.
   */
  List<String> paths() {
    return paths;
  }

  /** Where the bytes of a file begin. */
  long offset(int file) {
    return offsets[file];
  }

  /** How many bytes it has. */
  int size(int file) {
    return sizes[file];
  }

  private void list(Slice slice, long start, String folder) throws IOException {
    try (TarFile tar = new TarFile(slice)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        String path = folder + SafePath.check(entry.getName());
        long at = start + entry.getDataOffset();
        if (entry.isSymbolicLink() || entry.isLink()) {
          links.put(path, target(entry, folder, path));
        } else if (isPlain(entry) && path.endsWith(".tar")) {
          String inside = path.substring(0, path.length() - ".tar".length()) + "/";
          list(new Slice(content, at, entry.getSize()), at, inside);
        } else if (isPlain(entry) && entry.getSize() <= FileTree.LARGEST_FILE) {
          add(path, at, (int) entry.getSize());
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no TAR archive, or damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO()
        && !entry.isGlobalPaxHeader()
        && !entry.isSparse();
  }

  private static String target(TarArchiveEntry entry, String folder, String path)
      throws IOException {
    int slash = path.lastIndexOf('/');
    // A hard link names a file from the archive's root, a symbolic one from its own folder.
    String from = entry.isLink() ? folder : path.substring(0, slash + 1);
    return SafePath.resolve(from, entry.getLinkName(), path);
  }

  private void followLinks() throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    if (!links.isEmpty()) {
      for (int file = 0; file < paths.size(); file++) {
        numbers.put(paths.get(file), file);
      }
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      String target = link.getValue();
      for (int steps = 0; links.containsKey(target) && steps < links.size(); steps++) {
        target = links.getOrDefault(target, target);
      }
      Integer file = numbers.get(target);
      if (file == null) {
        throw new IOException(
            "it holds the link " + link.getKey() + ", which leads to no file in it");
      }
      add(link.getKey(), offsets[file], sizes[file]);
    }
  }

  private void add(String path, long offset, int size) {
    int file = paths.size();
    if (file == offsets.length) {
      offsets = Arrays.copyOf(offsets, file * 3 / 2);
      sizes = Arrays.copyOf(sizes, file * 3 / 2);
    }
    paths.add(path);
    offsets[file] = offset;
    sizes[file] = size;
  }
}
