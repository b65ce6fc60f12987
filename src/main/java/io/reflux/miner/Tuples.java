package io.reflux.miner;

/**
 * Tuples of row indices into a batch.
 *
 * <p>Pairs are (anchor, other), positive where the labels agree. Triplets are (anchor, positive,
 * negative). N-pair tuples are (anchor, positive, negative, negative…). Lifted tuples are (anchor,
 * every positive…, every negative…), of which the positives have the anchor's label. Rows of the
 * last two have different lengths.
 *
 * @param rows one tuple a row
 */
public record Tuples(int[][] rows) {
  /** No tuples. */
  public static final Tuples NONE = new Tuples(new int[0][]);

  /** How many tuples there are. */
  public int size() {
    return rows.length;
  }
}
