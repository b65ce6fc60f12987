package io.reflux.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The last lines of a file that grows, however long it is. */
final class LogTail {
  private static final int MOST_BYTES = 1 << 18;

  private LogTail() {}

  /**
   * The last whole lines.
   *
   * @param lines how many at most; fewer if they are long
   */
  static String of(Path file, int lines) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      long from = Math.max(0, size - MOST_BYTES);
      ByteBuffer end = ByteBuffer.allocate((int) (size - from));
      channel.position(from);
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // until all is there
      }
      String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
      return last(from == 0 ? text : text.substring(text.indexOf('\n') + 1), lines);
    }
  }

  private static String last(String text, int lines) {
    int at = text.endsWith("\n") ? text.length() - 1 : text.length();
    for (int i = 0; i < lines && at >= 0; i++) {
      at = text.lastIndexOf('\n', at - 1);
    }
    return at < 0 ? text : text.substring(at + 1);
  }
}
