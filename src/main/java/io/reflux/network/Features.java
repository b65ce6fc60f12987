package io.reflux.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a backbone makes of images: a map where it has one, a vector always.
 *
 * @param map the last map, (n, channels, height, width); empty if the backbone has none
 * @param own the vector that the original's classifier takes, (n, channels)
 */
record Features(Optional<Value> map, Own own) {

  /** A vector that may have to be drawn yet. */
  interface Own {
    /** How many components it has. */
    int channels();

    /** The vector; drawn when it is first asked for, so that else its tensors are not there. */
    Value draw(GraphBuilder builder);
  }

  /** Perhaps a map, and the vector that the original's classifier takes; else the map's mean. */
  Features(Optional<Value> map, Optional<Value> own) {
    this(
        map,
        own.<Own>map(Drawn::new)
            .or(() -> map.map(Mean::new))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "features: none (expected: a map, a vector or both)")));
  }

  /** A map, of which classifiers take the mean. */
  static Features of(Value map) {
    return new Features(Optional.of(map), new Mean(map));
  }

  /**
   * A map, and a vector that the original makes of it by layers of its own.
   *
   * @param channels how many components the vector has
   * @param own draws it with the backbone's names
   */
  static Features of(Value map, int channels, Supplier<Value> own) {
    return new Features(Optional.of(map), new Later(channels, own, new ArrayList<>()));
  }

  /** The vector that the original's classifier takes. */
  Value vector(GraphBuilder builder) {
    return own.draw(builder);
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
    return own.channels();
  }

  private record Drawn(Value vector) implements Own {
    @Override
    public int channels() {
      return vector.channels();
    }

    @Override
    public Value draw(GraphBuilder builder) {
      return vector;
    }
  }

  private record Mean(Value map) implements Own {
    @Override
    public int channels() {
      return map.channels();
    }

    @Override
    public Value draw(GraphBuilder builder) {
      return builder.add(GlobalPool.of(GlobalPool.MEAN), map.channels(), map);
    }
  }

  /** Drawn once, however often it is asked for. */
  private record Later(int channels, Supplier<Value> vector, List<Value> drawn) implements Own {
    @Override
    public Value draw(GraphBuilder builder) {
      if (drawn.isEmpty()) {
        drawn.add(vector.get());
      }
      return drawn.get(0);
    }
  }
}
