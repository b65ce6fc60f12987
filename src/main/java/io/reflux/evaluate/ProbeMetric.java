package io.reflux.evaluate;

/**
 * linear-probe: the share of queries that a linear layer trained on the gallery classifies rightly.
 *
 * @param name the metric's name
 * @param settings how the layer is trained
 */
record ProbeMetric(String name, ProbeSettings settings) implements Metric {

  @Override
  public double value(Evidence evidence) {
    Retrieval retrieval = evidence.retrieval();
    if (retrieval.leaveOneOut()) {
      throw new IllegalArgumentException(
          name + ": one set of embeddings (expected: a training split beside the test split)");
    }
    return LinearProbe.onCached(
            retrieval.gallery(), retrieval.queries(), settings, evidence.scope())
        .top1();
  }
}
