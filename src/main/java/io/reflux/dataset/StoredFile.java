package io.reflux.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that many threads read at positions. Whenever that fails the file is closed, and opened
 * anew by the next reading: a handle that a network file system has lost never works again.
 */
final class StoredFile {
  private final Opening opening;
  private final long size;
  private final boolean kept;
  private @Nullable FileChannel channel;

  /** Opens the file. */
  @FunctionalInterface
  interface Opening {
    /** Opens it, from the start each time. */
    FileChannel open() throws IOException;
  }

  private StoredFile(Opening opening, long size, boolean kept) {
    this.opening = opening;
    this.size = size;
    this.kept = kept;
  }

  /**
   * A file that is open already.
   *
   * @param channel the file, as {@code opening} opens it
   */
  static StoredFile open(FileChannel channel, Opening opening) throws IOException {
    StoredFile file = new StoredFile(opening, channel.size(), true);
    file.channel = channel;
    return file;
  }

  /**
   * A file that is opened when it is first read.
   *
   * @param size how many bytes it has
   * @param kept whether it stays open between two readings
   */
  static StoredFile closed(Path path, long size, boolean kept) {
    return new StoredFile(() -> FileChannel.open(path, StandardOpenOption.READ), size, kept);
  }

  /** How many bytes it had when it was first looked at. */
  long size() {
    return size;
  }

  /**
   * Reads a part of it.
   *
   * @throws IOException if that can't be read, or the file has another size than before
   */
  byte[] read(long offset, int length) throws IOException {
    FileChannel open = channel();
    boolean done = false;
    try {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (open.read(bytes, offset + bytes.position()) < 0) {
          throw new IOException("it ends after " + open.size() + " bytes (expected: " + size + ")");
        }
      }
      done = true;
      return bytes.array();
    } finally {
      if (!done || !kept) {
        close(open);
      }
    }
  }

  private synchronized FileChannel channel() throws IOException {
    if (channel != null) {
      return channel;
    }
    FileChannel opened = opening.open();
    if (opened.size() != size) {
      long found = opened.size();
      opened.close();
      throw new IOException("it has " + found + " bytes (expected: " + size + ", as before)");
    }
    channel = kept ? opened : null;
    return opened;
  }

  private synchronized void close(FileChannel open) throws IOException {
    if (channel == open) {
      channel = null;
    }
    open.close();
  }
}
