package io.reflux.run;

import io.reflux.batch.PixelBatch;
import java.nio.ByteBuffer;

/** Rows of a batch, seen as images for a lane. */
final class Pixels {
  private Pixels() {}

  /** Some rows of a batch; a view of its memory if they are all rows in order, else a copy. */
  static Lane.Images gather(PixelBatch batch, int[] rows) {
    ByteBuffer all = batch.pixels().duplicate();
    if (inOrder(rows, batch.rows())) {
      return new Lane.Images(all, rows.length, batch.side());
    }
    int rowBytes = batch.side() * batch.side() * 3;
    ByteBuffer some = ByteBuffer.allocateDirect(rows.length * rowBytes);
    for (int i = 0; i < rows.length; i++) {
      some.put(i * rowBytes, all, all.position() + rows[i] * rowBytes, rowBytes);
    }
    return new Lane.Images(some, rows.length, batch.side());
  }

  private static boolean inOrder(int[] rows, int count) {
    if (rows.length != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (rows[i] != i) {
        return false;
      }
    }
    return true;
  }
}
