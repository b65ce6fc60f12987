package io.reflux.evaluate;

/**
 * How far into a ranking a metric looks.
 *
 * @param relevant how many of the nearest relevant rows it needs the ranks of
 * @param depth the last rank it looks at
 */
record Reach(int relevant, int depth) {

  /** The reach that serves both. */
  Reach and(Reach other) {
    return new Reach(Math.max(relevant, other.relevant), Math.max(depth, other.depth));
  }
}
