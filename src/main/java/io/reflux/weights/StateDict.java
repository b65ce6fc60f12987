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

/** Finds the weights in what was saved: the object itself, or one of the dicts in it. */
final class StateDict {
  /** Where training scripts put it; the first that is there counts. */
  private static final List<String> WRAPPINGS =
      List.of("state_dict", "model_state_dict", "model", "net", "network");

  private static final int SHOWN = 8;

  /** Tensors that don't lie row by row are copied; in all no more than this and the file twice. */
  private static final long MOST_COPIED_BYTES = 64 << 20;

  private final Path file;
  private final SavedDicts dicts;

  /** Finds weights in what a file holds; refusals name the file. */
  StateDict(Path file, PickleValue root) {
    this.file = file;
    this.dicts = new SavedDicts(root);
  }

  /**
   * The named tensors of the usual entry, or of the only one that has any.
   *
   * @throws WeightsException if there are none, or several and none is usual, or they would take
   *     far more memory than the file
   */
  TakenWeights usual() throws IOException {
    List<SavedDicts.Entry> networks = dicts.networks();
    Optional<SavedDicts.Entry> usual =
        dicts
            .at(WRAPPINGS)
            .filter(SavedDicts.Entry::hasTensors)
            .filter(entry -> !entry.path().isEmpty() || entry.network() || networks.isEmpty());
    if (usual.isPresent()) {
      return taken(usual.get());
    }
    if (networks.isEmpty()) {
      throw new WeightsException(
          file,
          "no named tensors; found "
              + shown(dicts.root())
              + " (expected: a state_dict, alone or under "
              + String.join(", ", WRAPPINGS)
              + ")");
    }
    if (networks.size() > 1) {
      throw new WeightsException(
          file,
          "several networks' weights (expected: weights-entry = one of " + paths(networks) + ")");
    }
    return taken(networks.get(0));
  }

  /**
   * The named tensors of an entry.
   *
   * @param name its key, or keys with dots between them; or with what the names of the usual
   *     entry's tensors begin, up to a dot
   * @throws WeightsException if there is none of that name, or without tensors
   */
  TakenWeights named(String name) throws IOException {
    Optional<SavedDicts.Entry> entry = dicts.named(name).filter(SavedDicts.Entry::hasTensors);
    if (entry.isPresent()) {
      return new TakenWeights(tensors(entry.get().mapping()), name, List.of());
    }
    NamedTensors part = usual().under(name);
    if (part.isEmpty()) {
      throw new WeightsException(
          file,
          "weights-entry: "
              + name
              + " (expected: one of "
              + paths(dicts.networks())
              + ", or what the names of tensors begin with)");
    }
    return new TakenWeights(part, name, List.of());
  }

  private TakenWeights taken(SavedDicts.Entry entry) throws IOException {
    List<String> others =
        dicts.networks().stream()
            .filter(other -> other.rivals(entry))
            .map(SavedDicts.Entry::path)
            .filter(path -> !path.isEmpty())
            .toList();
    return new TakenWeights(tensors(entry.mapping()), entry.path(), others);
  }

  private static String paths(List<SavedDicts.Entry> entries) {
    return String.join(", ", entries.stream().map(SavedDicts.Entry::path).toList());
  }

  private NamedTensors tensors(Mapping mapping) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    long budget = 2 * Files.size(file) + MOST_COPIED_BYTES;
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
    return new NamedTensors(tensors);
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
