package io.reflux.network;

import java.util.Optional;

/**
 * What a backbone makes of images: a map where it has one, a vector always.
 *
 * @param map the last map, (n, channels, height, width); empty if the backbone has none
 * @param own the vector that the original's classifier takes, (n, channels); empty if that is the
 *     mean of the map
 */
record Features(Optional<Value> map, Optional<Value> own) {

  /** Refuses a backbone that answers nothing. */
  Features {
    if (map.isEmpty() && own.isEmpty()) {
      throw new IllegalArgumentException("features: none (expected: a map, a vector or both)");
    }
  }

  /** A map, of which classifiers take the mean. */
  static Features of(Value map) {
    return new Features(Optional.of(map), Optional.empty());
  }

  /** The vector that the original's classifier takes. */
  Value vector(GraphBuilder builder) {
    return own.orElseGet(() -> pooled(builder, GlobalPool.of(GlobalPool.MEAN)));
  }

  /**
   * The vector that a pooling makes of this.
   *
   * @throws IllegalArgumentException if it pools maps and there is none
   */
  Value pooled(GraphBuilder builder, Pooling pooling) {
    return pooling
        .draw(builder, this)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pooling: of maps (expected: own; this backbone has no map)"));
  }

  /** How many components the vector has. */
  int channels() {
    return own.or(() -> map).orElseThrow().channels();
  }
}
