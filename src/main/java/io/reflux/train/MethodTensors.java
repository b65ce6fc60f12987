package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.method.Method;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Trainable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a method trains and remembers beside the network: proxies, class vectors, memory banks. */
final class MethodTensors {
  /** Parameters of a method are kept apart from the network's by this prefix. */
  static final String PREFIX = "method.";

  private final TensorScope scope;
  private final List<Trainable> declared;
  private final Map<String, NDArray> trainables = new LinkedHashMap<>();
  private final Map<String, NDArray> memories = new LinkedHashMap<>();

  /**
   * Draws everything afresh.
   *
   * @param type the element type of the network's weights
   */
  MethodTensors(StudentParts parts, ElementType type, TensorScope scope) {
    this.scope = scope;
    Method method = parts.method();
    Dimensions dimensions = parts.dimensions();
    Chance chance = parts.chance();
    declared = method.trainables(dimensions);
    for (Trainable each : declared) {
      NDArray array = drawn(each, chance, type).toNative(scope.manager());
      array.setRequiresGradient(true);
      trainables.put(each.name(), array);
    }
    for (Trainable each : method.memories(dimensions)) {
      memories.put(each.name(), drawn(each, chance, type).toNative(scope.manager()));
    }
  }

  /** The trained tensors, with gradient. */
  Map<String, NDArray> trainableArrays() {
    return trainables;
  }

  /** The memories. */
  Map<String, NDArray> memoryArrays() {
    return memories;
  }

  /**
   * The same tensors, handed to a step until its scope closes. What an operation answers belongs to
   * the owner of its first operand: without this, all that a step computes from proxies would stay
   * with them, and memory would grow by every step.
   */
  static Map<String, NDArray> lent(Map<String, NDArray> arrays, TensorScope step) {
    arrays.values().forEach(array -> array.tempAttach(step.manager()));
    return arrays;
  }

  /** Adds the trained tensors to the parameter groups that they name. */
  void intoGroups(Map<WeightPlace, Map<String, NDArray>> groups) {
    for (Trainable each : declared) {
      NDArray array = java.util.Objects.requireNonNull(trainables.get(each.name()));
      groups
          .computeIfAbsent(WeightPlace.in(each.group()), g -> new LinkedHashMap<>())
          .put(PREFIX + each.name(), array);
    }
  }

  /** Overwrites the memories that a step changed. */
  void remember(Map<String, NDArray> changed) {
    changed.forEach((name, value) -> InPlace.overwrite(memory(name), value));
  }

  /** Copies of the trained tensors. */
  Map<String, HostTensor> trainables() {
    return copies(trainables);
  }

  /** Copies of the memories. */
  Map<String, HostTensor> memories() {
    return copies(memories);
  }

  /** Takes over what {@link #trainables} and {@link #memories} once gave. */
  void restore(Map<String, HostTensor> trained, Map<String, HostTensor> remembered) {
    trained.forEach((name, value) -> overwrite(trainables, name, value, scope));
    remembered.forEach((name, value) -> overwrite(memories, name, value, scope));
  }

  private static void overwrite(
      Map<String, NDArray> arrays, String name, HostTensor value, TensorScope scope) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("method: no tensor " + name + " (expected: a known one)");
    }
    try (TensorScope call = scope.inner()) {
      InPlace.overwrite(array, value.toNative(call.manager()));
    }
  }

  private NDArray memory(String name) {
    NDArray array = memories.get(name);
    if (array == null) {
      throw new IllegalArgumentException("method: no memory " + name + " (expected: a known one)");
    }
    return array;
  }

  private static Map<String, HostTensor> copies(Map<String, NDArray> arrays) {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, HostTensor.copyOf(array)));
    return copies;
  }

  /** A tensor as it begins. */
  static HostTensor drawn(Trainable trainable, Chance chance, ElementType type) {
    long count = 1;
    for (long size : trainable.shape()) {
      count = Math.multiplyExact(count, size);
    }
    float[] values = new float[Math.toIntExact(count)];
    Draws draws = chance.at("initial").at(trainable.name()).draws();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) trainable.initial().applyAsDouble(draws);
    }
    return HostTensor.of(values, trainable.shape()).to(type);
  }
}
