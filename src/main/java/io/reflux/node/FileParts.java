package io.reflux.node;

import io.reflux.wire.ToLane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A file in parts, each read when it is asked for. Of an empty file there is one part. */
final class FileParts implements Iterator<ToLane> {
  private static final int PART_BYTES = 256 << 10;

  private final int number;
  private final Path file;
  private long offset;
  private boolean over;

  /** The parts of a file that has a number among a program's. */
  FileParts(int number, Path file) {
    this.number = number;
    this.file = file;
  }

  @Override
  public boolean hasNext() {
    return !over;
  }

  @Override
  public ToLane next() {
    if (over) {
      throw new NoSuchElementException();
    }
    ByteBuffer content = ByteBuffer.allocate(PART_BYTES);
    try (FileChannel in = FileChannel.open(file)) {
      for (int read = 1; read > 0; ) {
        read = in.read(content, offset + content.position());
      }
      content.flip();
      ToLane.FilePart part = new ToLane.FilePart(number, offset, content);
      offset += content.remaining();
      over = offset >= in.size();
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }
}
