package io.reflux.evaluate;

/** Embeddings of fewer numbers. */
final class FewerNumbers {
  private static final double CLOSE_TO_ONE = 1e-3;

  private FewerNumbers() {}

  /**
   * The first numbers of each row, which is what embeddings trained for several sizes are cut to;
   * rows of length 1 get that length again.
   *
   * @param count how many, 1 to the rows' size
   */
  public static EmbeddingSet first(EmbeddingSet rows, int count) {
    float[] values = new float[rows.count() * count];
    for (int row = 0; row < rows.count(); row++) {
      System.arraycopy(rows.values(), row * rows.size(), values, row * count, count);
    }
    if (areUnit(rows)) {
      Distance.COSINE.prepare(values, rows.count(), count);
    }
    return new EmbeddingSet(values, count, rows.labels());
  }

  private static boolean areUnit(EmbeddingSet rows) {
    for (int row = 0; row < rows.count(); row++) {
      double squares = 0;
      for (int i = row * rows.size(); i < (row + 1) * rows.size(); i++) {
        squares += (double) rows.values()[i] * rows.values()[i];
      }
      if (Math.abs(squares - 1) > CLOSE_TO_ONE) {
        return false;
      }
    }
    return true;
  }
}
