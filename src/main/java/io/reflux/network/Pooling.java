package io.reflux.network;

import java.util.Optional;

/** How what a backbone answers becomes the feature vector. */
interface Pooling {

  /**
   * Draws the pooling.
   *
   * @return the vector, (n, channels); empty if it pools maps and the backbone has none
   */
  Optional<Value> draw(GraphBuilder builder, Features features);
}
