package io.reflux.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all, whenever the process is killed or the power fails.
 *
 * <p>The content is written aside and flushed to the disk, takes its name in one step, and the
 * folder is flushed too.
 */
public final class DurableFile {
  private DurableFile() {}

  /** Puts a file's bytes into a channel, from position 0. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes a file, replacing one of the same name. */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path aside = file.resolveSibling("." + file.getFileName() + ".writing");
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
    if (folder != null) {
      syncFolder(folder);
    }
  }

  /** Writes a file of some bytes, replacing one of the same name. */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> drain(ByteBuffer.wrap(content), channel));
  }

  /**
   * Writes all that is left of a buffer: one write may take a part of it, as where a disk is nearly
   * full.
   */
  public static void drain(ByteBuffer bytes, FileChannel channel) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Flushes a folder's list of names to the disk. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
