package io.reflux.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of float32 in a file, little-endian, without a header, for galleries larger than memory.
 * They are read by position through the page cache: pages of a mapping would count as resident and
 * stay so until the collector lets the mapping go.
 */
public final class FileVectors implements Vectors, AutoCloseable {
  private static final int BYTES_AT_ONCE = 4 << 20;

  private final Path file;
  private final FileChannel channel;
  private final int size;
  private final int count;
  private final ByteBuffer window =
      ByteBuffer.allocateDirect(BYTES_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);

  private FileVectors(Path file, FileChannel channel, int size) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = size;
    this.count = Math.toIntExact(channel.size() / (size * (long) Float.BYTES));
  }

  /**
   * Opens a file for reading by one thread.
   *
   * @param size how many numbers a row has
   * @throws IOException if it can't be read, or does not hold whole rows
   */
  public static FileVectors open(Path file, int size) throws IOException {
    long bytes = Files.size(file);
    long row = size * (long) Float.BYTES;
    if (size < 1 || bytes % row != 0) {
      throw new IOException(
          String.format("%s: %d bytes (expected: rows of %d numbers)", file, bytes, size));
    }
    return new FileVectors(file, FileChannel.open(file, StandardOpenOption.READ), size);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(int first, int rows, float[] target) {
    long position = first * (long) size * Float.BYTES;
    int done = 0;
    int all = rows * size;
    try {
      while (done < all) {
        window.clear().limit(Math.min(window.capacity(), (all - done) * Float.BYTES));
        while (window.hasRemaining()) {
          int read = channel.read(window, position + done * (long) Float.BYTES + window.position());
          if (read < 0) {
            throw new IOException(file + ": ends early (expected: " + count + " rows)");
          }
        }
        window.flip();
        int numbers = window.remaining() / Float.BYTES;
        window.asFloatBuffer().get(target, done, numbers);
        done += numbers;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
