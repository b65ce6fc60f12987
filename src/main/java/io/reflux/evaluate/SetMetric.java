package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.function.BiFunction;

/**
 * A number that follows from one set of embeddings alone.
 *
 * @param name the metric's name
 * @param comparesClasses whether it says something about classes
 * @param of the number, natively computed in a scope where that helps
 */
record SetMetric(
    String name, boolean comparesClasses, BiFunction<EmbeddingSet, TensorScope, Double> of)
    implements Metric {

  @Override
  public double value(Evidence evidence) {
    return of.apply(evidence.retrieval().queries(), evidence.scope());
  }
}
