package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.objective.LossInput;
import io.reflux.setting.InputException;
import java.util.Map;

/** The embeddings of a split, gathered batch by batch. */
public final class GatheredRows {
  private static final long MOST = Integer.MAX_VALUE - 8;

  private float[] embeddings = new float[0];
  private int[] labels = new int[0];
  private int[] exampleIds = new int[0];
  private int rows;
  private int embeddingSize;

  /** Adds the rows of a batch. */
  public void add(Map<String, HostTensor> outputs, PixelBatch batch) {
    HostTensor embedding = outputs.get(LossInput.EMBEDDING);
    if (embedding == null) {
      throw new InputException("network: no embedding among its outputs (expected: one)");
    }
    float[] values = embedding.floats();
    embeddingSize = values.length / batch.rows();
    embeddings = roomFor(embeddings, Math.addExact(rows * embeddingSize, values.length));
    System.arraycopy(values, 0, embeddings, rows * embeddingSize, values.length);
    if (labels.length < rows + batch.rows()) {
      int room = Math.max(2 * labels.length, rows + batch.rows());
      labels = java.util.Arrays.copyOf(labels, room);
      exampleIds = java.util.Arrays.copyOf(exampleIds, room);
    }
    System.arraycopy(batch.labels(), 0, labels, rows, batch.rows());
    System.arraycopy(batch.exampleIds(), 0, exampleIds, rows, batch.rows());
    rows += batch.rows();
  }

  /** The rows with their classes. */
  public EmbeddingSet set() {
    return new EmbeddingSet(
        java.util.Arrays.copyOf(embeddings, rows * embeddingSize),
        embeddingSize,
        java.util.Arrays.copyOf(labels, rows));
  }

  /** The example of each row. */
  public int[] exampleIds() {
    return java.util.Arrays.copyOf(exampleIds, rows);
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  private static float[] roomFor(float[] values, int length) {
    return values.length >= length
        ? values
        : java.util.Arrays.copyOf(
            values, (int) Math.max(Math.min(2L * values.length, MOST), length));
  }
}
