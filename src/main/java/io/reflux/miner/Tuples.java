package io.reflux.miner;

/**
 * Tuples of row indices into a batch.
 *
 * @param rows one tuple a row, all of one length: (anchor, positive), (anchor, positive, negative),
 *     or longer; ragged families (N-pair, lifted) have rows of different lengths
 */
public record Tuples(int[][] rows) {
  /** No tuples. */
  public static final Tuples NONE = new Tuples(new int[0][]);

  /** How many tuples there are. */
  public int size() {
    return rows.length;
  }
}
