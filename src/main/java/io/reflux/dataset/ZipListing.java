package io.reflux.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a ZIP archive says it holds; of entries with one path the last counts. */
final class ZipListing {
  private final FileNames names;
  private final long[] bytes;
  private final int[] checksums;

  /** The entry's own name, where that isn't the path. */
  private final Map<Integer, String> odd = new HashMap<>();

  /**
   * Lists an archive.
   *
   * @throws IOException if it is empty, or holds a path that leads outside of it
   */
  ZipListing(ZipFile zip) throws IOException {
    Set<String> paths = new HashSet<>();
    for (Iterator<? extends ZipEntry> all = zip.entries().asIterator(); all.hasNext(); ) {
      String path = SafePath.check(all.next().getName());
      if (!path.endsWith("/")) {
        paths.add(path);
      }
    }
    if (paths.isEmpty()) {
      throw new IOException("it holds no file");
    }
    names = FileNames.of(paths);
    bytes = new long[names.size()];
    checksums = new int[names.size()];
    for (Iterator<? extends ZipEntry> all = zip.entries().asIterator(); all.hasNext(); ) {
      ZipEntry entry = all.next();
      String path = SafePath.check(entry.getName());
      if (!path.endsWith("/")) {
        note(names.find(path), path, entry);
      }
    }
  }

  private void note(int file, String path, ZipEntry entry) {
    bytes[file] = entry.getSize();
    checksums[file] = (int) entry.getCrc();
    if (!path.equals(entry.getName())) {
      odd.put(file, entry.getName());
    }
  }

  /** The files' paths. */
  FileNames names() {
    return names;
  }

  /** What the archive's directory says of a file. */
  FileFacts facts(int file) {
    return FileFacts.ofEntry(bytes[file], Integer.toUnsignedLong(checksums[file]));
  }

  /** The entry of a file, if the archive still has it. */
  Optional<ZipEntry> entry(ZipFile zip, int file) {
    String name = odd.get(file);
    return Optional.ofNullable(zip.getEntry(name == null ? names.path(file) : name));
  }
}
