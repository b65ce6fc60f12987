package io.reflux.sampler;

import java.util.Arrays;

/**
 * The last known embedding of each example of a split: what training reports and a sampler draws
 * its batches by ({@link Sampler#needsStorage()}).
 *
 * <p>A row is missing until it is first put. For one writer; a {@link #copy()} may be read on any
 * thread while the original goes on.
 */
public final class EmbeddingStorage {
  private static final float[] UNSEEN = {};

  private final int width;
  private final float[][] rows;
  private int seen;

  /**
   * A storage without rows.
   *
   * @param examples how many examples the split has
   * @param width the embedding size
   */
  public EmbeddingStorage(int examples, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("embedding size: " + width + " (expected: >= 1)");
    }
    this.width = width;
    rows = new float[examples][];
    Arrays.fill(rows, UNSEEN);
  }

  private EmbeddingStorage(EmbeddingStorage other) {
    width = other.width;
    rows = other.rows.clone();
    seen = other.seen;
  }

  /** How many examples the split has. */
  public int examples() {
    return rows.length;
  }

  /** The embedding size. */
  public int width() {
    return width;
  }

  /** How many examples have a row. */
  public int seen() {
    return seen;
  }

  /** Whether an example has a row. */
  public boolean seen(int id) {
    return rows[id].length > 0;
  }

  /**
   * The row of an example; not to be changed.
   *
   * @throws IllegalStateException if it has none
   */
  public float[] row(int id) {
    if (!seen(id)) {
      throw new IllegalStateException("example " + id + " has no embedding yet");
    }
    return rows[id];
  }

  /**
   * Puts an example's row in the place of the one before.
   *
   * @param from where the row begins in {@code values}; it is copied
   * @throws IllegalArgumentException if one of its values is not finite
   */
  public void put(int id, float[] values, int from) {
    float[] row = Arrays.copyOfRange(values, from, from + width);
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "embedding of example " + id + ": " + value + " (expected: finite numbers)");
      }
    }
    if (!seen(id)) {
      seen++;
    }
    rows[id] = row;
  }

  /**
   * Puts the rows of a batch, one after another. Where an example comes twice, its last row stays.
   *
   * @param ids the examples of the batch
   * @param values (ids.length, width), row by row
   * @throws IllegalArgumentException if there are not {@code width} values for each example
   */
  public void putAll(int[] ids, float[] values) {
    if (values.length != ids.length * width) {
      throw new IllegalArgumentException(
          values.length
              + " values for "
              + ids.length
              + " examples (expected: "
              + width
              + " for each)");
    }
    for (int i = 0; i < ids.length; i++) {
      put(ids[i], values, i * width);
    }
  }

  /** The examples that have a row, ascending. */
  public int[] seenIds() {
    int[] ids = new int[seen];
    int count = 0;
    for (int id = 0; id < rows.length; id++) {
      if (seen(id)) {
        ids[count++] = id;
      }
    }
    return ids;
  }

  /** A storage of the same rows that later puts do not change. */
  public EmbeddingStorage copy() {
    return new EmbeddingStorage(this);
  }
}
