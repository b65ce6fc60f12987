package io.reflux.evaluate;

import java.util.Optional;

/** One number that says how good embeddings are. */
public interface Metric {

  /** The metric's name in pipeline files, tables and reports, as {@code recall@1}. */
  String name();

  /** Computes the metric; what several metrics need is computed once, by the evidence. */
  double value(Evidence evidence);

  /** The settings of the probe that it trains, if it trains one. */
  default Optional<ProbeSettings> probe() {
    return Optional.empty();
  }
}
