package io.reflux.delivery;

import io.reflux.evaluate.EmbeddingSet;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes embeddings as NumPy's {@code load} reads them: float32, little-endian, (n, d). */
public final class NumpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final int LENGTH_BYTES = 2;

  private NumpyFile() {}

  /** Writes a file: whole or not at all. */
  public static void write(EmbeddingSet set, Path file) throws IOException {
    DurableFile.write(
        file,
        channel -> {
          DurableFile.drain(header(set.count(), set.size()), channel);
          ByteBuffer row =
              ByteBuffer.allocate(set.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < set.count(); i++) {
            row.clear().asFloatBuffer().put(set.values(), i * set.size(), set.size());
            DurableFile.drain(row.clear(), channel);
          }
        });
  }

  /** Filled with spaces, so that the numbers begin at a multiple of 64. */
  private static ByteBuffer header(int rows, int size) {
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + size + "), }";
    int before = MAGIC.length + LENGTH_BYTES;
    int whole = -Math.floorDiv(-(before + text.length() + 1), ALIGNMENT) * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(whole).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) (whole - before));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').flip();
  }
}
