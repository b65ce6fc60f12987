package io.reflux.evaluate;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.TensorScope;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of queries against a whole gallery that lies on the device: a tile of queries at a time,
 * handed on row by row. Beside the gallery it needs one tile of memory.
 */
public final class ScoreTiles implements AutoCloseable {
  private static final long BYTES_OF_TILE = 64L << 20;
  private static final int MOST_QUERIES = 1024;

  private final Vectors gallery;
  private final Distance distance;
  private final TensorScope scope;
  private final float[] offsets;
  private final List<NDArray> columns;

  /** What is done with the scores of one query. */
  interface Reader {
    /**
     * Takes one row of scores.
     *
     * @param query the query's index
     * @param scores one number for each gallery row, larger is closer; the reader may change it,
     *     and it is used again for the next query
     */
    void read(int query, float[] scores);
  }

  /** Carries the gallery to the device, where it stays until {@link #close()}. */
  public ScoreTiles(Vectors gallery, Distance distance, TensorScope scope) {
    this.gallery = gallery;
    this.distance = distance;
    this.scope = scope.inner();
    this.offsets = new float[gallery.count()];
    this.columns = galleryColumns();
  }

  /** Hands the scores of every query to the reader, in the order of the queries. */
  void forEach(Vectors queries, Reader reader) {
    NativeRows source = new NativeRows(queries, distance);
    float[] unused = new float[queries.count()];
    float[] scores = new float[gallery.count()];
    int step = Math.min(queriesAtOnce(), source.rowsAtOnce());
    for (int first = 0; first < queries.count(); first += step) {
      int count = Math.min(step, queries.count() - first);
      try (TensorScope tile = scope.inner()) {
        NDArray block = source.load(first, count, unused, tile); // (q, d)
        List<FloatBuffer> parts = multiply(block, tile);
        for (int i = 0; i < count; i++) {
          gather(parts, i, count, scores);
          reader.read(first + i, scores);
        }
      }
    }
  }

  /** The matrix products of {@link #forEach} and nothing else: what retrieval is measured by. */
  public void multiplyOnly(Vectors queries) {
    NativeRows source = new NativeRows(queries, distance);
    float[] unused = new float[queries.count()];
    int step = Math.min(queriesAtOnce(), source.rowsAtOnce());
    for (int first = 0; first < queries.count(); first += step) {
      int count = Math.min(step, queries.count() - first);
      try (TensorScope tile = scope.inner()) {
        multiply(source.load(first, count, unused, tile), tile);
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }

  private int queriesAtOnce() {
    long fitting = BYTES_OF_TILE / (Float.BYTES * (long) Math.max(1, gallery.count()));
    return (int) Math.max(1, Math.min(MOST_QUERIES, fitting));
  }

  private List<NDArray> galleryColumns() {
    NativeRows source = new NativeRows(gallery, distance);
    List<NDArray> found = new ArrayList<>();
    for (int first = 0; first < gallery.count(); first += source.rowsAtOnce()) {
      int count = Math.min(source.rowsAtOnce(), gallery.count() - first);
      found.add(source.load(first, count, offsets, scope).transpose()); // (d, m)
    }
    return found;
  }

  private List<FloatBuffer> multiply(NDArray block, TensorScope tile) {
    List<FloatBuffer> parts = new ArrayList<>();
    for (NDArray part : columns) {
      NDArray product = block.matMul(part); // (q, m)
      product.attach(tile.manager());
      parts.add(product.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
    }
    return parts;
  }

  private void gather(List<FloatBuffer> parts, int row, int rows, float[] scores) {
    int at = 0;
    for (FloatBuffer part : parts) {
      int width = part.limit() / rows;
      part.get(row * width, scores, at, width);
      at += width;
    }
    if (distance == Distance.EUCLIDEAN) {
      for (int j = 0; j < scores.length; j++) {
        scores[j] -= offsets[j];
      }
    }
  }
}
