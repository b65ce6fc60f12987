package io.reflux.evaluate;

import io.reflux.setting.InputException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Who is looked for, and among whom.
 *
 * @param queries whose neighbours are ranked
 * @param gallery the rows that are ranked
 * @param leaveOneOut true if both are the same rows, so that a query is left out of its own ranking
 * @param teacher the teacher's embeddings of the queries, row for row, where there is one
 */
public record Retrieval(
    EmbeddingSet queries,
    LabelledVectors gallery,
    boolean leaveOneOut,
    Optional<EmbeddingSet> teacher) {

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

  /** Without a teacher. */
  public Retrieval(EmbeddingSet queries, LabelledVectors gallery, boolean leaveOneOut) {
    this(queries, gallery, leaveOneOut, Optional.empty());
  }

  /** The same beside what a teacher made of the queries. */
  public Retrieval beside(EmbeddingSet ofTeacher) {
    return new Retrieval(queries, gallery, leaveOneOut, Optional.of(ofTeacher));
  }

  /** What the teacher made of the queries, for a metric that compares both. */
  EmbeddingSet teacherFor(String metric) {
    return teacher.orElseThrow(
        () ->
            new InputException(
                "evaluate.metrics: "
                    + metric
                    + " (expected: metrics that need no teacher; none is known here)"));
  }

  /** Each row against all other rows of the same set. */
  public static Retrieval within(EmbeddingSet set) {
    return new Retrieval(set, set, true);
  }

  /** The rows of one set against another: query and gallery, or test and training split. */
  public static Retrieval between(EmbeddingSet queries, LabelledVectors gallery) {
    return new Retrieval(queries, gallery, false);
  }

  /** The rows of the gallery, in memory. */
  public EmbeddingSet galleryRows() {
    if (leaveOneOut) {
      return queries;
    }
    int[] all = IntStream.range(0, gallery.count()).toArray();
    return EmbeddingSet.of(gallery, gallery.labels(), all);
  }

  /** The same with other embeddings of the same rows, all made by the same rule. */
  public Retrieval mapped(UnaryOperator<EmbeddingSet> rule) {
    EmbeddingSet mapped = rule.apply(queries);
    return leaveOneOut ? within(mapped) : between(mapped, rule.apply(galleryRows()));
  }
}
