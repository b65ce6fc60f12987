package io.reflux.evaluate;

/**
 * Rows of two sets, one after the other.
 *
 * @param first the first
 * @param second the second, of as many numbers a row
 */
record JoinedVectors(Vectors first, Vectors second) implements Vectors {
  @Override
  public int count() {
    return Math.addExact(first.count(), second.count());
  }

  @Override
  public int size() {
    return first.size();
  }

  @Override
  public void read(int from, int rows, float[] target) {
    int ofFirst = Math.max(0, Math.min(rows, first.count() - from));
    if (ofFirst > 0) {
      first.read(from, ofFirst, target);
    }
    if (ofFirst < rows) {
      float[] rest = new float[(rows - ofFirst) * size()];
      second.read(from + ofFirst - first.count(), rows - ofFirst, rest);
      System.arraycopy(rest, 0, target, ofFirst * size(), rest.length);
    }
  }
}
