package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes metrics of embeddings on the calling thread. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * The metrics of one set, each row against all others.
   *
   * @param set embeddings and labels
   * @param metrics what to compute
   * @param scope where native work is done; nothing stays in it
   * @return the values by metric name, in the order of {@code metrics}
   */
  public static Map<String, Double> evaluate(
      EmbeddingSet set, List<Metric> metrics, TensorScope scope) {
    return evaluate(Retrieval.within(set), metrics, scope);
  }

  /** As {@link #evaluate(EmbeddingSet, List, TensorScope)}, with queries and gallery apart. */
  public static Map<String, Double> evaluate(
      Retrieval retrieval, List<Metric> metrics, TensorScope scope) {
    Evidence evidence = new Evidence(retrieval, metrics, scope);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      values.put(metric.name(), metric.value(evidence));
    }
    return values;
  }
}
