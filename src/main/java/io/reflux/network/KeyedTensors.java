package io.reflux.network;

import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors by key: looked up with their shapes checked, or drawn afresh. */
final class KeyedTensors {
  private KeyedTensors() {}

  /**
   * The tensor of a key.
   *
   * @throws IllegalArgumentException if it is missing or has another shape
   */
  static HostTensor of(Map<String, HostTensor> weights, Key key) {
    HostTensor tensor = weights.get(key.name());
    if (tensor == null) {
      throw new IllegalArgumentException(
          key.name() + ": missing (expected: " + Arrays.toString(key.shape()) + ")");
    }
    if (!Arrays.equals(tensor.shape(), key.shape())) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s)"
              .formatted(
                  key.name(), Arrays.toString(tensor.shape()), Arrays.toString(key.shape())));
    }
    return tensor;
  }

  /** First values for all keys. A tensor's values depend on the chance and its key alone. */
  static Map<String, HostTensor> draw(List<Key> keys, Chance chance) {
    Map<String, HostTensor> drawn = new LinkedHashMap<>();
    for (Key key : keys) {
      drawn.put(key.name(), draw(key, chance));
    }
    return drawn;
  }

  private static HostTensor draw(Key key, Chance chance) {
    if (key.type() == ElementType.INT64) {
      return new HostTensor(key.type(), key.shape(), ByteBuffer.allocateDirect(8));
    }
    long count = Arrays.stream(key.shape()).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(count)];
    key.initial().fill(values, key, chance.at(key.name()).draws());
    return HostTensor.of(values, key.shape());
  }
}
