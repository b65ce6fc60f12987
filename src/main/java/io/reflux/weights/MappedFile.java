package io.reflux.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file seen as memory, read-only; its pages are loaded as they are touched. */
final class MappedFile {
  private final Path path;
  private final long size;
  private final @Nullable ByteBuffer whole;

  private MappedFile(Path path, long size, @Nullable ByteBuffer whole) {
    this.path = path;
    this.size = size;
    this.whole = whole;
  }

  static MappedFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer whole =
          size <= Integer.MAX_VALUE ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size) : null;
      return new MappedFile(path, size, whole);
    }
  }

  long size() {
    return size;
  }

  /**
   * A part of the file, little-endian.
   *
   * @throws WeightsException if it isn't all inside the file, or is larger than 2 GiB
   */
  ByteBuffer slice(long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || length > size - offset) {
      throw new WeightsException(
          path, "bytes " + offset + " + " + length + " (expected: inside its " + size + " bytes)");
    }
    if (length > Integer.MAX_VALUE) {
      throw new WeightsException(
          path, "a part of " + length + " bytes (expected: at most " + Integer.MAX_VALUE + ")");
    }
    if (whole != null) {
      return whole.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, offset, length)
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
