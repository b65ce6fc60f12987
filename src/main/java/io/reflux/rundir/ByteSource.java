package io.reflux.rundir;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of a stream one by one, read ahead in chunks of constant size. */
final class ByteSource {
  private final InputStream stream;
  private final byte[] chunk = new byte[1 << 16];
  private int at;
  private int end;

  ByteSource(InputStream stream) {
    this.stream = stream;
  }

  /** The next byte, 0 to 255; -1 at the end. */
  int read() throws IOException {
    if (at == end) {
      end = Math.max(0, stream.read(chunk));
      at = 0;
      if (end == 0) {
        return -1;
      }
    }
    return chunk[at++] & 0xFF;
  }

  /** Fills an array; answers how many bytes there were for it. */
  int read(byte[] target) throws IOException {
    for (int i = 0; i < target.length; i++) {
      int next = read();
      if (next < 0) {
        return i;
      }
      target[i] = (byte) next;
    }
    return target.length;
  }
}
