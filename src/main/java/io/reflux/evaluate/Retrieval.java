package io.reflux.evaluate;

import io.reflux.setting.InputException;

/**
 * Who is looked for, and among whom.
 *
 * @param queries whose neighbours are ranked
 * @param gallery the rows that are ranked
 * @param leaveOneOut true if both are the same rows, so that a query is left out of its own ranking
 */
public record Retrieval(EmbeddingSet queries, LabelledVectors gallery, boolean leaveOneOut) {

  /** Checks that the embedding sizes agree. */
  public Retrieval {
    if (queries.size() != gallery.size()) {
      throw new InputException(
          String.format(
              "query embeddings: %d numbers a row (expected: %d, as in the gallery)",
              queries.size(), gallery.size()));
    }
    if (queries.count() == 0 || gallery.count() == 0) {
      throw new InputException(
          String.format(
              "evaluation: %d queries, %d gallery rows (expected: at least one of each)",
              queries.count(), gallery.count()));
    }
  }

  /** Each row against all other rows of the same set. */
  public static Retrieval within(EmbeddingSet set) {
    return new Retrieval(set, set, true);
  }

  /** The rows of one set against another: query and gallery, or test and training split. */
  public static Retrieval between(EmbeddingSet queries, LabelledVectors gallery) {
    return new Retrieval(queries, gallery, false);
  }
}
