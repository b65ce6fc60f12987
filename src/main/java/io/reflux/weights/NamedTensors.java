package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Tensors by name, in a fixed order: a {@code state_dict}.
 *
 * @param tensors name to tensor; copied, its order kept
 */
public record NamedTensors(Map<String, HostTensor> tensors) {
  /** No tensors. */
  public static final NamedTensors NONE = new NamedTensors(Map.of());

  /** Copies the map. */
  public NamedTensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * The tensor of a name.
   *
   * @throws NoSuchElementException if there is none
   */
  public HostTensor get(String name) {
    return find(name).orElseThrow(() -> new NoSuchElementException("no tensor named " + name));
  }

  /** The tensor of a name, if there is one. */
  public Optional<HostTensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** All names, in order. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** How many tensors there are. */
  public int size() {
    return tensors.size();
  }

  /** True without any tensor. */
  public boolean isEmpty() {
    return tensors.isEmpty();
  }

  /** The size of all values together, in bytes. */
  public long bytes() {
    return tensors.values().stream().mapToLong(t -> t.data().remaining()).sum();
  }

  /** These tensors and one more at the end, or in the place of the one that has its name. */
  public NamedTensors with(String name, HostTensor tensor) {
    Map<String, HostTensor> more = new LinkedHashMap<>(tensors);
    more.put(name, tensor);
    return new NamedTensors(more);
  }

  /**
   * The same tensors under other names.
   *
   * @throws IllegalArgumentException if two get the same name
   */
  public NamedTensors renamed(UnaryOperator<String> rename) {
    Map<String, HostTensor> others = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (others.put(rename.apply(name), tensor) != null) {
            throw new IllegalArgumentException("two tensors become " + rename.apply(name));
          }
        });
    return new NamedTensors(others);
  }

  /** Those whose names begin with {@code prefix}, without it. */
  public NamedTensors under(String prefix) {
    Map<String, HostTensor> inside = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            inside.put(name.substring(prefix.length()), tensor);
          }
        });
    return new NamedTensors(inside);
  }

  /** Hands every name and tensor to {@code action}, in order. */
  public void forEach(BiConsumer<String, HostTensor> action) {
    tensors.forEach(action);
  }
}
