package io.reflux.evaluate;

import io.reflux.setting.InputException;
import java.util.Optional;

/**
 * linear-probe: the share of queries that a linear layer trained on the gallery classifies rightly.
 * If its settings have a view, it needs images, not embeddings: whoever has them trains a {@link
 * LinearProbe} step by step.
 *
 * @param name the metric's name
 * @param settings how the layer is trained
 */
record ProbeMetric(String name, ProbeSettings settings) implements Metric {

  @Override
  public Optional<ProbeSettings> probe() {
    return Optional.of(settings);
  }

  @Override
  public double value(Evidence evidence) {
    Retrieval retrieval = evidence.retrieval();
    if (retrieval.leaveOneOut()) {
      throw new InputException(
          name + ": one set of embeddings (expected: a training split beside the test split)");
    }
    if (settings.view().isPresent()) {
      throw new InputException(
          name + ".view: embeddings only (expected: images, to make features of them anew)");
    }
    return LinearProbe.onCached(
        retrieval.gallery(), retrieval.queries(), settings, evidence.scope());
  }

  @Override
  public boolean searches() {
    return true;
  }
}
