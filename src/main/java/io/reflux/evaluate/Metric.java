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

  /** True if it says something about classes, of which there must be several then. */
  default boolean comparesClasses() {
    return true;
  }

  /** True if it says how near a network is to its teacher; then a teacher must be measured. */
  default boolean comparesTeacher() {
    return false;
  }

  /** True if the network's embeddings must have as many numbers as the teacher's. */
  default boolean needsTeachersSize() {
    return false;
  }

  /** True if it looks for rows of a query's class in the gallery. */
  default boolean searches() {
    return false;
  }

  /** The distance of embeddings that it goes by; empty if it goes by none. */
  default Optional<Distance> comparesBy() {
    return Optional.empty();
  }

  /** True if less of it is better, as of distances within a class. */
  default boolean lessIsBetter() {
    return false;
  }

  /** How many gallery rows it looks at for a query, where that is a number of its own; else 0. */
  default int neighbours() {
    return 0;
  }
}
