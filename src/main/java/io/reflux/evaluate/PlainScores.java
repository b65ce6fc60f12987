package io.reflux.evaluate;

import io.reflux.engine.TensorScope;

/**
 * Scores by the distance of the embeddings.
 *
 * @param retrieval queries and gallery
 * @param distance the distance
 * @param scope where native work is done; nothing stays in it
 */
record PlainScores(Retrieval retrieval, Distance distance, TensorScope scope)
    implements QueryScores {
  @Override
  public void forEach(ScoreTiles.Reader reader) {
    try (ScoreTiles tiles = new ScoreTiles(retrieval.gallery(), distance, scope)) {
      tiles.forEach(retrieval.queries(), reader);
    }
  }
}
