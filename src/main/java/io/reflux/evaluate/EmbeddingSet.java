package io.reflux.evaluate;

import io.reflux.setting.InputException;
import java.util.Arrays;

/**
 * The embeddings of one split, in host memory.
 *
 * @param values n rows of {@code size} numbers, row-major; all finite; treated as read-only
 * @param size the embedding size d
 * @param labels the class of each row
 */
public record EmbeddingSet(float[] values, int size, int[] labels) implements LabelledVectors {

  /** Checks that the lengths agree and that every number is finite. */
  public EmbeddingSet {
    if (size <= 0) {
      throw new IllegalArgumentException("embeddings.size: " + size + " (expected: > 0)");
    }
    if (values.length != (long) labels.length * size) {
      throw new IllegalArgumentException(
          String.format(
              "embeddings: %d numbers (expected: %d rows of %d)",
              values.length, labels.length, size));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new InputException(
            String.format(
                "embeddings[%d][%d]: %s (expected: a finite number)",
                i / size, i % size, values[i]));
      }
    }
  }

  /** Some rows, in the order asked for. */
  public static EmbeddingSet of(Vectors rows, int[] labels, int[] which) {
    int d = rows.size();
    float[] values = new float[which.length * d];
    float[] row = new float[d];
    for (int i = 0; i < which.length; i++) {
      rows.read(which[i], 1, row);
      System.arraycopy(row, 0, values, i * d, d);
    }
    return new EmbeddingSet(values, d, Arrays.stream(which).map(i -> labels[i]).toArray());
  }

  /** The rows divided by their lengths. */
  public EmbeddingSet ofLengthOne() {
    float[] unit = values.clone();
    Distance.COSINE.prepare(unit, count(), size);
    return new EmbeddingSet(unit, size, labels);
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public void read(int first, int rows, float[] target) {
    System.arraycopy(values, first * size, target, 0, rows * size);
  }
}
