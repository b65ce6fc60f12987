package io.reflux.network;

import java.util.Optional;

/**
 * A head beside the embedding, for training only: what no output of a lowering asks for is left out
 * of the program, so it is gone at delivery.
 */
public interface Head {

  /** Draws the head on the pooled vector; answers what comes out. */
  Value draw(GraphBuilder builder, Value features);

  /**
   * How it pools what the backbone answers for itself; empty to take the vector the embedding is
   * made of.
   */
  default Optional<Pooling> pooling() {
    return Optional.empty();
  }
}
