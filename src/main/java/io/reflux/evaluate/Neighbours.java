package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.TensorScope;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The k nearest gallery rows of every query. The queries lie on the device; the gallery streams
 * past them, so it may be larger than memory.
 */
public final class Neighbours {
  private final Search search;
  private final NearestRows nearest;
  private final float[] offsets;

  /**
   * What is searched for.
   *
   * @param k how many neighbours
   * @param distance what "near" goes by; equals rank by row index, the lower first
   * @param leaveOneOut true if queries and gallery are the same rows and a row is not its own
   *     neighbour
   * @param progress is told how far the search is
   */
  public record Search(int k, Distance distance, boolean leaveOneOut, Progress progress) {}

  private Neighbours(Search search, int queries, int gallery) {
    this.search = search;
    this.nearest = new NearestRows(queries, search.k());
    this.offsets = new float[gallery];
  }

  /**
   * Finds them.
   *
   * @return for each query k row indices, the nearest first; -1 where the gallery has fewer
   */
  public static int[][] find(Vectors queries, Vectors gallery, Search search, TensorScope scope) {
    if (search.k() < 1) {
      throw new IllegalArgumentException("neighbours: " + search.k() + " (expected: >= 1)");
    }
    if (queries.size() != gallery.size()) {
      throw new IllegalArgumentException(
          String.format(
              "queries: %d numbers a row (expected: %d, as in the gallery)",
              queries.size(), gallery.size()));
    }
    Neighbours neighbours = new Neighbours(search, queries.count(), gallery.count());
    try (TensorScope inner = scope.inner()) {
      neighbours.stream(blocks(queries, search, inner), gallery, inner);
    }
    return neighbours.nearest.rows();
  }

  private static List<NDArray> blocks(Vectors queries, Search search, TensorScope scope) {
    NativeRows source = new NativeRows(queries, search.distance());
    float[] unused = new float[queries.count()];
    List<NDArray> blocks = new ArrayList<>();
    for (int first = 0; first < queries.count(); first += source.rowsAtOnce()) {
      int count = Math.min(source.rowsAtOnce(), queries.count() - first);
      blocks.add(source.load(first, count, unused, scope)); // (q, d)
    }
    return blocks;
  }

  private void stream(List<NDArray> blocks, Vectors gallery, TensorScope scope) {
    NativeRows source = new NativeRows(gallery, search.distance());
    for (int first = 0; first < gallery.count(); first += source.rowsAtOnce()) {
      int count = Math.min(source.rowsAtOnce(), gallery.count() - first);
      try (TensorScope chunk = scope.inner()) {
        NDArray columns = source.load(first, count, offsets, chunk).transpose(); // (d, m)
        int query = 0;
        for (NDArray block : blocks) {
          try (TensorScope tile = chunk.inner()) {
            NDArray product = block.matMul(columns); // (q, m)
            product.attach(tile.manager());
            query = read(product, query, first);
          }
        }
      }
      search.progress().at(first + count, gallery.count());
    }
  }

  private int read(NDArray product, int firstQuery, int firstRow) {
    FloatBuffer all = product.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    int queries = Math.toIntExact(product.getShape().get(0));
    float[] scores = new float[Math.toIntExact(product.getShape().get(1))];
    for (int q = 0; q < queries; q++) {
      all.get(q * scores.length, scores);
      if (search.distance() == Distance.EUCLIDEAN) {
        for (int j = 0; j < scores.length; j++) {
          scores[j] -= offsets[firstRow + j];
        }
      }
      int self = search.leaveOneOut() ? firstQuery + q : -1;
      nearest.offer(firstQuery + q, scores, firstRow, self);
    }
    return firstQuery + queries;
  }
}
