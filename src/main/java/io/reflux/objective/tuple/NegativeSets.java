package io.reflux.objective.tuple;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Tuples;
import io.reflux.objective.LossInput;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Triplets;
import java.util.Arrays;

/**
 * Tuples of an anchor, a positive and any number of negatives, as the N-pair losses take them.
 *
 * @param anchors a row for each tuple
 * @param positives a row for each tuple
 * @param negatives true where a row of the batch is a negative of the tuple; (t, n)
 */
record NegativeSets(int[] anchors, int[] positives, NDArray negatives) {

  /** The tuples of an input, checked against the batch. */
  static NegativeSets of(LossInput input, NDArray like) {
    Tuples tuples = input.tuples();
    int n = input.labels().length;
    Triplets.checkRange(tuples, n);
    int[][] rows = tuples.rows();
    boolean[][] mask = new boolean[rows.length][n];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length < 2) {
        throw new IllegalArgumentException(
            "tuples[" + i + "]: " + rows[i].length + " members (expected: at least 2)");
      }
      for (int k = 2; k < rows[i].length; k++) {
        mask[i][rows[i][k]] = true;
      }
    }
    return new NegativeSets(
        Arrays.stream(rows).mapToInt(row -> row[0]).toArray(),
        Arrays.stream(rows).mapToInt(row -> row[1]).toArray(),
        like.getManager().create(mask));
  }

  /** The vectors of the anchors, (n, d) to (t, d). */
  NDArray anchorsOf(NDArray x) {
    return RowVectors.at(x, RowVectors.index(x, anchors));
  }

  /** The vectors of the positives, (n, d) to (t, d). */
  NDArray positivesOf(NDArray x) {
    return RowVectors.at(x, RowVectors.index(x, positives));
  }
}
