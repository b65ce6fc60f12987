package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a network gathers without training it, as batch norm's statistics, at one moment. */
final class Buffers {
  private final Program program;
  private final Map<String, NDArray> saved = new LinkedHashMap<>();

  private Buffers(Program program) {
    this.program = program;
  }

  /** Copies of a program's buffers, owned by a scope. */
  static Buffers saved(Program program, TensorScope owner) {
    Buffers buffers = new Buffers(program);
    for (String key : program.gathered().keySet()) {
      NDArray copy = Objects.requireNonNull(program.state().get(key)).duplicate();
      copy.attach(owner.manager());
      buffers.saved.put(key, copy);
    }
    return buffers;
  }

  /** Some of the copies. */
  List<NDArray> of(Set<String> keys) {
    return keys.stream().map(key -> Objects.requireNonNull(saved.get(key))).toList();
  }

  /** Makes the program's buffers what they were. */
  void putBack() {
    saved.forEach(
        (key, value) -> InPlace.overwrite(Objects.requireNonNull(program.state().get(key)), value));
  }
}
