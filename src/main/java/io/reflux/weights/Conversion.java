package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What becomes of a file's tensors, once they are renamed, where they aren't a network's own one by
 * one: several are joined, one is cut. What can't be converted stays as it is, and is told as
 * missing or of another shape.
 */
final class Conversion {
  private static final List<String> PARTS = List.of("q", "k", "v");

  private final Map<String, HostTensor> tensors;

  private Conversion(NamedTensors tensors) {
    this.tensors = new LinkedHashMap<>(tensors.tensors());
  }

  static Conversion of(NamedTensors tensors) {
    return new Conversion(tensors);
  }

  NamedTensors done() {
    return new NamedTensors(tensors);
  }

  /** Replaces one tensor, if it is there and has so many dimensions. */
  Conversion with(String name, int dimensions, Function<HostTensor, HostTensor> change) {
    tensors.computeIfPresent(
        name, (key, tensor) -> tensor.shape().length == dimensions ? change.apply(tensor) : tensor);
    return this;
  }

  /**
   * Joins queries, keys and values: {@code <before>q<after>}, {@code …k…}, {@code …v…} become
   * {@code <before><joined><after>}, in this order. A bias that the keys have not is 0.
   *
   * @param before with what their names end up to that letter, as {@code .attn.}
   */
  Conversion joining(String before, String joined) {
    for (String name : new ArrayList<>(tensors.keySet())) {
      int place = name.indexOf(before + "q.");
      if (place >= 0) {
        int letter = place + before.length();
        join(name.substring(0, letter), joined, name.substring(letter + 1));
      }
    }
    return this;
  }

  private void join(String before, String joined, String after) {
    HostTensor query = tensors.get(before + "q" + after);
    List<HostTensor> parts = new ArrayList<>();
    for (String part : PARTS) {
      HostTensor own = tensors.get(before + part + after);
      boolean none = own == null && part.equals("k") && after.equals(".bias");
      parts.add(none && query != null ? TensorRows.zeros(query) : own);
    }
    if (parts.stream().allMatch(Objects::nonNull)) {
      TensorRows.joined(parts)
          .ifPresent(
              all -> {
                PARTS.forEach(part -> tensors.remove(before + part + after));
                tensors.put(before + joined + after, all);
              });
    }
  }

  /** Cuts a tensor of three parts into its first and the other two. */
  Conversion cutting(String name, String first, String others) {
    HostTensor whole = tensors.get(name);
    if (whole != null && whole.shape().length > 0 && whole.shape()[0] % 3 == 0) {
      long third = whole.shape()[0] / 3;
      tensors.remove(name);
      tensors.put(first, TensorRows.of(whole, 0, third));
      tensors.put(others, TensorRows.of(whole, third, 3 * third));
    }
    return this;
  }

  /** Adds what a file leaves out: under each name that ends so, a tensor of the same kind. */
  Conversion completing(String ending, String missing, Function<HostTensor, HostTensor> made) {
    for (Map.Entry<String, HostTensor> each : List.copyOf(tensors.entrySet())) {
      if (each.getKey().endsWith(ending)) {
        String name = each.getKey().replace(ending, missing);
        tensors.putIfAbsent(name, made.apply(each.getValue()));
      }
    }
    return this;
  }

  /** Renames by the one rule where any name has a part, by the other where none has. */
  Conversion deciding(String part, Renaming with, Renaming without) {
    boolean found = tensors.keySet().stream().anyMatch(name -> name.contains(part));
    return renamed(found ? with : without);
  }

  /** Renames all. */
  Conversion renamed(Renaming rule) {
    Map<String, HostTensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(rule.of(name), tensor));
    tensors.clear();
    tensors.putAll(renamed);
    return this;
  }
}
