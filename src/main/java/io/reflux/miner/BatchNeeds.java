package io.reflux.miner;

/**
 * The least that a batch must hold so that something can be learnt from it: fewer, and there is no
 * tuple, or a loss that nothing changes.
 *
 * @param rows all rows
 * @param classes different classes
 * @param rowsOfAClass rows of at least one class
 */
public record BatchNeeds(int rows, int classes, int rowsOfAClass) {
  /** Any row will do. */
  public static final BatchNeeds ANY_ROW = new BatchNeeds(1, 1, 1);

  /** An anchor and a row of another class. */
  public static final BatchNeeds NEGATIVE = new BatchNeeds(2, 2, 1);

  /** An anchor and another row of its class. */
  public static final BatchNeeds POSITIVE = new BatchNeeds(2, 1, 2);

  /** An anchor, another row of its class and a row of another class. */
  public static final BatchNeeds TRIPLET = new BatchNeeds(3, 2, 2);

  /** So many rows, whatever their classes. */
  public static BatchNeeds rows(int count) {
    return new BatchNeeds(count, 1, 1);
  }

  /** What serves both. */
  public BatchNeeds and(BatchNeeds other) {
    return new BatchNeeds(
        Math.max(rows, other.rows),
        Math.max(classes, other.classes),
        Math.max(rowsOfAClass, other.rowsOfAClass));
  }

  /** The same in examples, each of which has a row for each of so many views. */
  public BatchNeeds inExamples(int views) {
    return new BatchNeeds(divided(rows, views), classes, divided(rowsOfAClass, views));
  }

  private static int divided(int count, int by) {
    return (count + by - 1) / by;
  }
}
