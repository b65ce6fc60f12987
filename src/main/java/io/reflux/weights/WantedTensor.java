package io.reflux.weights;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor that a network has a place for.
 *
 * @param name its key
 * @param type the type in which the network keeps it
 * @param shape its shape
 * @param ofBackbone false if it belongs to an embedding layer or another head, which a file of a
 *     backbone alone need not have
 * @param known true if the network knows its values without the file, which need not have it
 */
public record WantedTensor(
    String name, ElementType type, long[] shape, boolean ofBackbone, boolean known) {

  /** A tensor that every file must have. */
  public WantedTensor(String name, ElementType type, long[] shape) {
    this(name, type, shape, true, false);
  }

  /** A given tensor in the wanted type, if it has the wanted shape and can be converted. */
  Optional<HostTensor> accept(HostTensor given) {
    if (!Arrays.equals(given.shape(), shape)) {
      return Optional.empty();
    }
    boolean convertible = isFloating(given.type()) && isFloating(type);
    return given.type() == type || convertible ? Optional.of(given.to(type)) : Optional.empty();
  }

  /** What is wrong with a tensor that wasn't accepted. */
  String problem(HostTensor given) {
    return "%s: %s %s (expected: %s %s)"
        .formatted(
            name,
            TorchStorage.pythonName(given.type()),
            Arrays.toString(given.shape()),
            TorchStorage.pythonName(type),
            Arrays.toString(shape));
  }

  private static boolean isFloating(ElementType type) {
    return switch (type) {
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }
}
