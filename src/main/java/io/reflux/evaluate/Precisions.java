package io.reflux.evaluate;

/** The sum that every average precision is made of. */
final class Precisions {
  private Precisions() {}

  /**
   * The sum, over relevant rows at rank {@code depth} or before, of the precision at their rank.
   */
  static double sum(Ranks ranks, int depth) {
    double sum = 0;
    int within = ranks.within(depth);
    for (int i = 0; i < within; i++) {
      sum += (i + 1.0) / ranks.places()[i];
    }
    return sum;
  }
}
