package io.reflux.rundir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Lines, each with its end. A line that has none, or a NUL in it, or is endless is damaged. */
final class LineFormat implements RecordFormat {
  private static final int MOST_BYTES = 1 << 20;

  @Override
  public Chunk next(ByteSource source) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    boolean damaged = false;
    boolean any = false;
    for (int next = source.read(); next >= 0; next = source.read()) {
      any = true;
      damaged |= next == 0 || line.size() == MOST_BYTES;
      if (!damaged) {
        line.write(next);
      }
      if (next == '\n') {
        return damaged ? Chunk.DAMAGED : new Chunk(true, line.toByteArray());
      }
    }
    return any ? Chunk.DAMAGED : Chunk.NONE;
  }
}
