package io.reflux.sampler;

import io.reflux.chance.Draws;
import java.util.Arrays;

/**
 * The examples whose embeddings are known when an epoch begins.
 *
 * @param storage their embeddings
 * @param index all examples, class by class
 * @param ids the examples with an embedding, ascending
 * @param byClass the same, class by class; without the classes that have none
 */
record Candidates(EmbeddingStorage storage, ClassIndex index, int[] ids, int[][] byClass) {

  static Candidates of(EmbeddingStorage storage, ClassIndex index) {
    int[][] byClass = new int[index.classes()][];
    int classes = 0;
    for (int label = 0; label < index.classes(); label++) {
      int[] seen = Arrays.stream(index.of(label)).filter(storage::seen).toArray();
      if (seen.length > 0) {
        byClass[classes++] = seen;
      }
    }
    return new Candidates(storage, index, storage.seenIds(), Arrays.copyOf(byClass, classes));
  }

  /** The embeddings of some examples, projected onto random directions if that is asked for. */
  double[][] rows(int[] chosen, int project, Draws draws) {
    double[][] directions = project == 0 ? new double[0][] : directions(project, draws);
    double[][] rows = new double[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      double[] row = widened(storage.row(chosen[i]));
      rows[i] = project == 0 ? row : projected(row, directions);
    }
    return rows;
  }

  /** As PyTorch initialises a linear layer: uniform within one over the root of the width. */
  private double[][] directions(int count, Draws draws) {
    double bound = 1 / Math.sqrt(storage.width());
    double[][] directions = new double[count][storage.width()];
    for (double[] direction : directions) {
      for (int d = 0; d < direction.length; d++) {
        direction[d] = draws.uniform(-bound, bound);
      }
    }
    return directions;
  }

  private static double[] projected(double[] row, double[][] directions) {
    double[] out = new double[directions.length];
    for (int d = 0; d < out.length; d++) {
      out[d] = EmbeddingRows.dot(row, directions[d]);
    }
    return out;
  }

  private static double[] widened(float[] row) {
    double[] out = new double[row.length];
    for (int d = 0; d < out.length; d++) {
      out[d] = row[d];
    }
    return out;
  }
}
