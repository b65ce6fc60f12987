package io.reflux.evaluate;

/** How near every gallery row is to every query. */
@FunctionalInterface
interface QueryScores {

  /** Hands the scores of every query to the reader, in the order of the queries. */
  void forEach(ScoreTiles.Reader reader);

  /** The scores of a distance. */
  @FunctionalInterface
  interface OfDistance {
    /** Computes what is needed before the first query. */
    QueryScores of(Distance distance);
  }
}
