package io.reflux.cli;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.AlsoMeasured;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.QueryTerms;
import io.reflux.evaluate.Retrieval;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code reflux evaluate} tells beside the metrics, if it is asked. */
final class EvaluationExtras {
  @Option(
      names = "--rerank",
      description =
          "Also by k-reciprocal re-ranking (20 neighbours, 6 averaged, lambda 0.3): the metrics"
              + " that go by ranks.")
  private boolean rerank;

  @Option(
      names = "--whiten",
      paramLabel = "N",
      description = {
        "Also of embeddings whitened along N principal axes of the gallery, and of length 1."
      })
  private int whiten;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description =
          "Also of smaller embeddings, as 16,32,64: their first numbers, and so many principal axes"
              + " of the gallery.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--intervals",
      description = {
        "Also where 95 %% of 1000 means lie over queries that are drawn again (bootstrap)."
      })
  private boolean intervals;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "Writes the metrics that go by ranks of each class, the worst by the first of them on"
              + " top, and shows some.")
  private @Nullable Path classes;

  /** The file that the classes' metrics go to; empty if they aren't asked for. */
  Optional<Path> classes() {
    return Optional.ofNullable(classes);
  }

  /** What is wrong with the numbers; empty if nothing is. */
  Optional<String> problem() {
    if (whiten < 0) {
      return Optional.of("--whiten: " + whiten + " (expected: >= 1, up to the embedding size)");
    }
    return sizes.stream()
        .filter(size -> size < 1)
        .findFirst()
        .map(size -> "--sizes: " + size + " (expected: >= 1 each, up to the embedding size)");
  }

  /** What is wrong with the numbers for embeddings of a size; empty if nothing is. */
  Optional<String> problem(int embeddingSize) {
    if (whiten > embeddingSize) {
      return Optional.of("--whiten: " + whiten + " (expected: up to " + embeddingSize + ")");
    }
    return sizes.stream()
        .filter(size -> size > embeddingSize)
        .findFirst()
        .map(size -> "--sizes: " + size + " (expected: up to " + embeddingSize + ")");
  }

  /**
   * What was found.
   *
   * @param variants the metrics of other rankings and embeddings, by what they are called
   * @param intervals of each metric that goes by ranks
   * @param terms of the embeddings as they are; empty if nobody needs them
   * @param ofClasses true if classes are to be told of
   */
  record Found(
      Map<String, Map<String, Double>> variants,
      Map<String, QueryTerms.Interval> intervals,
      Optional<QueryTerms> terms,
      boolean ofClasses) {}

  /** Computes what was asked for. */
  Found of(Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    AlsoMeasured also = new AlsoMeasured(rerank, whiten, sizes, intervals, classes != null);
    Optional<QueryTerms> terms =
        also.needsTerms()
            ? Optional.of(QueryTerms.of(retrieval, metrics, scope))
            : Optional.empty();
    return new Found(
        also.variants(retrieval, metrics, scope),
        terms.map(also::intervals).orElse(Map.of()),
        terms,
        also.classes());
  }
}
