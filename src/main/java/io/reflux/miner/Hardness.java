package io.reflux.miner;

/**
 * How far the nearest and farthest partners of an anchor are.
 *
 * @param input the rows
 * @param distances between all of them
 */
record Hardness(MinerInput input, Distances distances) {

  /** The distance of the farthest other row of the anchor's class. */
  double farthestPositive(int anchor) {
    double farthest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < input.size(); i++) {
      if (i != anchor && input.same(anchor, i)) {
        farthest = Math.max(farthest, distances.between(anchor, i));
      }
    }
    return farthest;
  }

  /** The distance of the nearest row of another class. */
  double nearestNegative(int anchor) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < input.size(); i++) {
      if (!input.same(anchor, i)) {
        nearest = Math.min(nearest, distances.between(anchor, i));
      }
    }
    return nearest;
  }

  /**
   * The nearest other row of the anchor's class, the first of several.
   *
   * @param floor distances below count as this
   */
  int easiestPositive(int anchor, double floor) {
    int easiest = -1;
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < input.size(); i++) {
      double distance = Math.max(distances.between(anchor, i), floor);
      if (i != anchor && input.same(anchor, i) && distance < nearest) {
        easiest = i;
        nearest = distance;
      }
    }
    return easiest;
  }
}
