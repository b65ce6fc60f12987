package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.HostTensor;
import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A parameter, and what an optimizer remembers of it. */
final class Remembered {
  final String name;
  final NDArray parameter;
  final int group;
  final Map<String, NDArray> slots = new LinkedHashMap<>();

  /** The version of the gradient after the last step; -1 before the first. */
  long version = -1;

  Remembered(String name, NDArray parameter, int group) {
    this.name = name;
    this.parameter = parameter;
    this.group = group;
  }

  /** The name of a slot in a checkpoint. */
  String key(String slot) {
    return name + "." + slot;
  }

  /** The value of a slot in a checkpoint, if type and shape are right. */
  HostTensor checked(String slot, Map<String, HostTensor> state) {
    NDArray own = slots.get(slot);
    HostTensor value = state.get(key(slot));
    if (own == null || value == null) {
      throw new InputException("optimizer state: " + key(slot) + ": missing (expected: a tensor)");
    }
    HostTensor now = HostTensor.copyOf(own);
    if (now.type() != value.type() || !Arrays.equals(now.shape(), value.shape())) {
      throw new InputException(
          "optimizer state: "
              + key(slot)
              + ": "
              + value.type()
              + Arrays.toString(value.shape())
              + " (expected: "
              + now.type()
              + Arrays.toString(now.shape())
              + ")");
    }
    return value;
  }
}
