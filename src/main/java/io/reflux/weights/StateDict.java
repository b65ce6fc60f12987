package io.reflux.weights;

import io.reflux.engine.HostTensor;
import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Tensor;
import io.reflux.weights.PickleValue.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the weights in what was saved: the object itself, or one of the usual wrappings. */
final class StateDict {
  /** Where training scripts put it; the first that is there counts. */
  private static final List<String> WRAPPINGS =
      List.of("state_dict", "model_state_dict", "model", "net", "network");

  private static final int MOST_WRAPPINGS = 4;
  private static final int SHOWN = 8;

  /** Tensors that don't lie row by row are copied; in all no more than this and the file twice. */
  private static final long MOST_COPIED_BYTES = 64 << 20;

  private final Path file;

  /** Finds weights in a file, which refusals name. */
  StateDict(Path file) {
    this.file = file;
  }

  /**
   * The named tensors of a saved object.
   *
   * @throws WeightsException if it has none, or they would take far more memory than the file
   */
  NamedTensors of(PickleValue root) throws IOException {
    PickleValue value = root;
    for (int i = 0; i < MOST_WRAPPINGS; i++) {
      Optional<PickleValue> inner = unwrapped(value);
      if (inner.isEmpty()) {
        break;
      }
      value = inner.get();
    }
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    long budget = 2 * Files.size(file) + MOST_COPIED_BYTES;
    if (value instanceof Mapping mapping) {
      for (int i = 0; i < mapping.keys().size(); i++) {
        if (mapping.keys().get(i) instanceof Text name
            && mapping.values().get(i) instanceof Tensor tensor) {
          budget -= tensor.tensor().bytesToCopy();
          if (budget < 0) {
            throw new WeightsException(
                file, name.value() + ": too many copies (expected: tensors that lie row by row)");
          }
          tensors.put(name.value(), tensor.tensor().values());
        }
      }
    }
    if (tensors.isEmpty()) {
      throw new WeightsException(
          file,
          "no named tensors; found "
              + shown(value)
              + " (expected: a state_dict, alone or under "
              + String.join(", ", WRAPPINGS)
              + ")");
    }
    return new NamedTensors(tensors);
  }

  private static Optional<PickleValue> unwrapped(PickleValue value) {
    if (value instanceof Mapping mapping) {
      for (String name : WRAPPINGS) {
        Optional<PickleValue> inner = mapping.get(name).filter(Mapping.class::isInstance);
        if (inner.isPresent()) {
          return inner;
        }
      }
    }
    return Optional.empty();
  }

  private static String shown(PickleValue value) {
    if (!(value instanceof Mapping mapping)) {
      return "no dict";
    }
    List<String> names = new ArrayList<>();
    for (PickleValue key : mapping.keys()) {
      if (key instanceof Text name && names.size() < SHOWN) {
        names.add(PickleText.shown(name.value()));
      }
    }
    return "the keys " + names;
  }
}
