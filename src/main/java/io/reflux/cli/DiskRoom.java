package io.reflux.cli;

import io.reflux.setting.Amount;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much can be written into a folder that may not be there yet.
 *
 * @param folder which
 * @param freeBytes what the disk has left
 * @param usedBytes what the folder has already: an earlier run's beginning
 */
record DiskRoom(Path folder, long freeBytes, long usedBytes) {

  static DiskRoom of(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    FileStore disk = Files.getFileStore(there);
    return new DiskRoom(folder, disk.getUsableSpace(), used(folder));
  }

  /** Refuses more than fits. */
  void check(long bytes) throws IOException {
    long needed = bytes - usedBytes;
    if (needed > freeBytes) {
      throw new IOException(
          String.format(
              "%s: %s more are needed, %s are free (expected: another disk, a smaller"
                  + " --side, or --jpeg)",
              folder, Amount.bytes(needed), Amount.bytes(freeBytes)));
    }
  }

  private static long used(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      long used = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        used += Files.size(file);
      }
      return used;
    }
  }
}
