package io.reflux.evaluate;

/**
 * Where the relevant rows of one query stand among all gallery rows but the query itself.
 *
 * @param places the ranks of relevant rows, from 1 (the nearest), ascending; those beyond the reach
 *     that was asked for may be missing
 * @param relevant how many relevant rows there are
 * @param classSize how many rows of the query's class there are, the query included
 * @param gallery how many gallery rows there are, the query included if it is one of them
 */
record Ranks(int[] places, int relevant, int classSize, int gallery) {

  /** How many relevant rows stand at rank {@code k} or before. */
  public int within(int k) {
    int count = 0;
    while (count < places.length && places[count] <= k) {
      count++;
    }
    return count;
  }
}
