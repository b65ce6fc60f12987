package io.reflux.rundir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows by records. What can't be written now is held and written later, at the place
 * where it belongs: after a failure no record is missing, torn or there twice.
 */
final class GrowingFile implements AutoCloseable {
  private FileChannel channel;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long length;

  /** A file of which so many bytes are there. */
  GrowingFile(FileChannel channel, long length) {
    this.channel = channel;
    this.length = length;
  }

  /** Opens a file that is there; what is appended comes after all of it. */
  static GrowingFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    return new GrowingFile(channel, channel.size());
  }

  /** Begins a file, replacing one of the same name. */
  static GrowingFile create(Path file) throws IOException {
    return new GrowingFile(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE),
        0);
  }

  /** Takes away what a write that failed has left behind the last whole record. */
  void trim() throws IOException {
    channel.truncate(length);
  }

  /** Goes on behind all of a file that has taken this one's place; what waits goes there. */
  void reopen(Path file) throws IOException {
    channel.close();
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
    length = channel.size();
  }

  /** Takes a record; it is in the file after {@link #flush}. */
  void append(byte[] record) {
    waiting.writeBytes(record);
  }

  /** How many bytes were taken and are not in the file yet. */
  int waitingBytes() {
    return waiting.size();
  }

  /** Hands all that waits to the operating system. */
  void flush() throws IOException {
    if (waiting.size() == 0) {
      return;
    }
    ByteBuffer left = ByteBuffer.wrap(waiting.toByteArray());
    long at = length;
    while (left.hasRemaining()) {
      at += channel.write(left, at);
    }
    length = at;
    waiting.reset();
  }

  /** As {@link #flush}, down to the disk. */
  void force() throws IOException {
    flush();
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    try (open) {
      flush();
    }
  }
}
