package io.reflux.miner;

import io.reflux.setting.InputException;
import java.util.Arrays;

/**
 * What a miner sees of one batch of {@code n} rows, in host memory.
 *
 * @param embeddings row-major, (n, embeddingSize)
 * @param embeddingSize how long a row is
 * @param labels the class of each row, n of them
 */
public record MinerInput(float[] embeddings, int embeddingSize, int[] labels) {

  /** Refuses embeddings that are not as many as the labels, or not finite. */
  public MinerInput {
    if (embeddingSize < 1 || embeddings.length != (long) labels.length * embeddingSize) {
      throw new IllegalArgumentException(
          "embeddings: "
              + embeddings.length
              + " numbers in rows of "
              + embeddingSize
              + " (expected: a row for each of "
              + labels.length
              + " labels)");
    }
    for (int i = 0; i < embeddings.length; i++) {
      if (!Float.isFinite(embeddings[i])) {
        throw new InputException(
            "embeddings: row "
                + i / embeddingSize
                + ": "
                + embeddings[i]
                + " (expected: a finite number)");
      }
    }
  }

  /** How many rows there are. */
  public int size() {
    return labels.length;
  }

  /** The same rows under other labels. */
  public MinerInput withLabels(int[] others) {
    return new MinerInput(embeddings, embeddingSize, others);
  }

  /** How many classes there are in the batch. */
  int classes() {
    return (int) Arrays.stream(labels).distinct().count();
  }

  /** True if the rows are of one class. */
  boolean same(int row, int other) {
    return labels[row] == labels[other];
  }

  /** True if another row has the row's class. */
  boolean hasPositive(int row) {
    for (int i = 0; i < size(); i++) {
      if (i != row && same(row, i)) {
        return true;
      }
    }
    return false;
  }

  /** The other rows of the row's class, or the rows of other classes, ascending. */
  int[] others(int row, boolean sameClass) {
    return java.util.stream.IntStream.range(0, size())
        .filter(i -> i != row && same(row, i) == sameClass)
        .toArray();
  }

  /** True if another row has another class. */
  boolean hasNegative(int row) {
    for (int i = 0; i < size(); i++) {
      if (!same(row, i)) {
        return true;
      }
    }
    return false;
  }

  /** Gives weight 1 to the other rows of the row's class, 0 to all else. */
  void positives(int row, double[] weights) {
    for (int i = 0; i < size(); i++) {
      weights[i] = i != row && same(row, i) ? 1 : 0;
    }
  }

  /** Gives weight 1 to the rows of other classes, 0 to all else. */
  void negatives(int row, double[] weights) {
    for (int i = 0; i < size(); i++) {
      weights[i] = same(row, i) ? 0 : 1;
    }
  }
}
