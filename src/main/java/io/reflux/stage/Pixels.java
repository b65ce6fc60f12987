package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import io.reflux.batch.ViewGroup;
import io.reflux.network.Images;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of a batch, seen as images for a lane. */
final class Pixels {
  private Pixels() {}

  /** Some rows of a batch, those of each side apart. */
  static List<ShownImages> gather(PixelBatch batch, int[] rows) {
    List<ShownImages> parts = new ArrayList<>();
    for (ViewGroup group : batch.groups()) {
      int[] places =
          IntStream.range(0, rows.length)
              .filter(i -> group.views().contains(rows[i] / batch.examples()))
              .toArray();
      if (places.length > 0) {
        int[] own = Arrays.stream(places).map(i -> place(batch, group, rows[i])).toArray();
        parts.add(new ShownImages(images(batch, group, own), places));
      }
    }
    return parts;
  }

  /** A row's place among those of its side. */
  private static int place(PixelBatch batch, ViewGroup group, int row) {
    int examples = batch.examples();
    return group.views().indexOf(row / examples) * examples + row % examples;
  }

  /** Some rows of a side; a view of the batch's memory if they are all in order, else a copy. */
  private static Images images(PixelBatch batch, ViewGroup group, int[] rows) {
    ByteBuffer all = batch.pixels(group);
    if (inOrder(rows, group.views().size() * batch.examples())) {
      return new Images(all, rows.length, group.side());
    }
    int rowBytes = group.side() * group.side() * 3;
    ByteBuffer some = ByteBuffer.allocateDirect(rows.length * rowBytes);
    for (int i = 0; i < rows.length; i++) {
      some.put(i * rowBytes, all, all.position() + rows[i] * rowBytes, rowBytes);
    }
    return new Images(some, rows.length, group.side());
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
