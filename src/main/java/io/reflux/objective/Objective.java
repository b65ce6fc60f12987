package io.reflux.objective;

import java.util.List;
import java.util.Set;

/**
 * A loss over one batch. It holds settings only: no state, no I/O, no log, no randomness.
 *
 * <p>An implementation is finite, with a finite gradient, for every batch: where no pair is valid
 * the loss is 0. It refuses inputs whose shapes disagree, naming both.
 */
public interface Objective {

  /**
   * The student's outputs that the loss reads, by name; the network's program returns just these.
   */
  default Set<String> studentOutputs() {
    return Set.of(LossInput.EMBEDDING);
  }

  /** The teacher's outputs that the loss reads, by name; empty if it needs no teacher. */
  default Set<String> teacherOutputs() {
    return Set.of();
  }

  /** Where the tuples come from that the loss looks at, if a pipeline file doesn't say it. */
  default TupleSource tupleSource() {
    return Unmined.WHOLE_BATCH;
  }

  /**
   * How many of an embedding's first components are made to serve by themselves, each a row of
   * evaluation; none if only the whole is.
   *
   * @throws io.reflux.setting.InputException if the embedding is too small for some
   */
  default List<Integer> sizesServed(int embeddingSize) {
    return List.of();
  }

  /** What there must be so that it can learn, beside what its tuples need. */
  default Needs needs() {
    return Needs.NOTHING;
  }

  /** The parameters that are trained together with the network: proxies, class vectors, margins. */
  default List<Trainable> trainables(Dimensions dimensions) {
    return List.of();
  }

  /** What is remembered from step to step without being trained: memory banks, queues. */
  default List<Trainable> memories(Dimensions dimensions) {
    return List.of();
  }

  /** Those of its memories that hold a teacher's principal axes, found before the first step. */
  default List<FittedAxes> fittedAxes() {
    return List.of();
  }

  /**
   * Computes the loss of one batch, as part of the graph of the student's outputs and the
   * parameters.
   */
  Loss loss(LossInput input);
}
