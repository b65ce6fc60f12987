package io.reflux.weights;

import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Tensor;
import io.reflux.weights.PickleValue.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dicts of what was saved, by their keys: those that lie in dicts, a few levels deep. */
final class SavedDicts {
  private static final int MOST_LEVELS = 4;

  private final PickleValue root;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A dict.
   *
   * @param path the keys that lead to it, with dots between them; empty for the root
   * @param mapping it
   * @param tensors how many named tensors lie right in it
   * @param network whether they look like those of a network
   */
  record Entry(String path, Mapping mapping, int tensors, boolean network) {
    private static Entry of(String path, Mapping mapping) {
      int tensors = 0;
      boolean network = false;
      for (int i = 0; i < mapping.keys().size(); i++) {
        if (mapping.keys().get(i) instanceof Text name
            && mapping.values().get(i) instanceof Tensor) {
          tensors++;
          network |= name.value().endsWith(".weight");
        }
      }
      return new Entry(path, mapping, tensors, network);
    }

    boolean hasTensors() {
      return tensors > 0;
    }

    /** True for another network that is at least half as large. */
    boolean rivals(Entry other) {
      return network && mapping != other.mapping && 2 * tensors >= other.tensors;
    }
  }

  /** Lists them; each once, since dicts may hold one another. */
  SavedDicts(PickleValue root) {
    this.root = root;
    if (root instanceof Mapping mapping) {
      list("", mapping, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    }
  }

  private void list(String path, Mapping mapping, int level, Set<Mapping> seen) {
    if (level > MOST_LEVELS || !seen.add(mapping)) {
      return;
    }
    entries.add(Entry.of(path, mapping));
    for (int i = 0; i < mapping.keys().size(); i++) {
      if (mapping.keys().get(i) instanceof Text key
          && mapping.values().get(i) instanceof Mapping inner) {
        list(path.isEmpty() ? key.value() : path + "." + key.value(), inner, level + 1, seen);
      }
    }
  }

  /** What was saved. */
  PickleValue root() {
    return root;
  }

  /** The dict at a path. */
  Optional<Entry> named(String path) {
    return entries.stream().filter(entry -> entry.path.equals(path)).findFirst();
  }

  /** The dict that is found by going into the first of some keys that there is, over and over. */
  Optional<Entry> at(List<String> keys) {
    Optional<Entry> at = named("");
    for (int level = 0; level < MOST_LEVELS && at.isPresent(); level++) {
      Optional<Entry> inner = inside(at.get(), keys);
      if (inner.isEmpty()) {
        break;
      }
      at = inner;
    }
    return at;
  }

  private Optional<Entry> inside(Entry outer, List<String> keys) {
    String prefix = outer.path.isEmpty() ? "" : outer.path + ".";
    return keys.stream()
        .filter(key -> outer.mapping.get(key).filter(Mapping.class::isInstance).isPresent())
        .findFirst()
        .flatMap(key -> named(prefix + key));
  }

  /** The largest of the dicts that look like a network, and those that rival it. */
  List<Entry> networks() {
    Optional<Entry> most =
        entries.stream().filter(Entry::network).reduce((a, b) -> b.tensors > a.tensors ? b : a);
    return most.stream()
        .flatMap(one -> entries.stream().filter(e -> e.mapping == one.mapping || e.rivals(one)))
        .toList();
  }
}
