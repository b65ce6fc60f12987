package io.reflux.teacher;

import java.util.List;

/**
 * One of a teacher's outputs, for one view of one example.
 *
 * @param name its name, as {@code embedding}
 * @param shape its shape without the batch dimension, as (2048)
 */
public record CachedOutput(String name, List<Integer> shape) {

  /** Copies and checks the shape. */
  public CachedOutput {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(
          "output " + name + ": shape " + shape + " (expected: every dimension >= 1)");
    }
  }

  /** How many values it has. */
  public int count() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
