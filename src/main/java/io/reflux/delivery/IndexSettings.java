package io.reflux.delivery;

import java.util.Optional;

/**
 * How an index of embeddings is made.
 *
 * @param cosine true if rows are near by the angle between them; false by Euclidean distance
 * @param links of the graph that is searched; empty if every row is looked at
 */
public record IndexSettings(boolean cosine, Optional<Links> links) {

  /**
   * The links of a graph of near rows.
   *
   * @param most how many each row has
   * @param searched how many rows are kept in sight while a row's links are looked for
   */
  public record Links(int most, int searched) {}
}
