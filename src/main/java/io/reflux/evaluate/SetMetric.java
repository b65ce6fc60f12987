package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.Optional;
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

  /** Classes that lie close, or apart from each other; a spectrum that is even. */
  @Override
  public boolean lessIsBetter() {
    return !name.endsWith("dists@inter");
  }

  /** Distances of classes are cosines; a spectrum has none. */
  @Override
  public Optional<Distance> comparesBy() {
    return comparesClasses ? Optional.of(Distance.COSINE) : Optional.empty();
  }

  @Override
  public double value(Evidence evidence) {
    return of.apply(evidence.retrieval().queries(), evidence.scope());
  }
}
