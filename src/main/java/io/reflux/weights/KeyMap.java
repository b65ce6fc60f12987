package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the names in somebody's checkpoint become a network's own: rules, applied to each key in
 * turn. Where two keys become one, the later tensor wins, as in a Python dict.
 */
public final class KeyMap {
  /** Leaves every key as it is. */
  public static final KeyMap SAME = new KeyMap(List.of(), false);

  private final List<Function<String, Optional<String>>> rules;
  private final boolean squeezing;

  private KeyMap(List<Function<String, Optional<String>>> rules, boolean squeezing) {
    this.rules = List.copyOf(rules);
    this.squeezing = squeezing;
  }

  /** Takes a prefix away where a key has it. */
  public KeyMap withoutPrefix(String prefix) {
    return renaming(key -> key.startsWith(prefix) ? key.substring(prefix.length()) : key);
  }

  /** Drops keys that begin with any of these. */
  public KeyMap droppingPrefixes(String... prefixes) {
    return with(key -> Optional.of(key).filter(k -> none(prefixes, k::startsWith)));
  }

  /** Drops keys that have any of these anywhere. */
  public KeyMap droppingAnyWith(String... parts) {
    return with(key -> Optional.of(key).filter(k -> none(parts, k::contains)));
  }

  /** Drops keys that don't have this anywhere. */
  public KeyMap keepingOnlyWith(String part) {
    return with(key -> Optional.of(key).filter(k -> k.contains(part)));
  }

  /** Takes a part away wherever it occurs. */
  public KeyMap deleting(String part) {
    return renaming(key -> key.replace(part, ""));
  }

  /** Any other renaming. */
  public KeyMap renaming(Function<String, String> rename) {
    return with(key -> Optional.of(rename.apply(key)));
  }

  /** Takes a first dimension of 1 away from every tensor that has one. */
  public KeyMap squeezing() {
    return new KeyMap(rules, true);
  }

  /** The new name of a key; empty if it is dropped. */
  public Optional<String> rename(String key) {
    Optional<String> name = Optional.of(key);
    for (Function<String, Optional<String>> rule : rules) {
      name = name.flatMap(rule);
    }
    return name;
  }

  /** The tensors that stay, under their new names. */
  public NamedTensors apply(NamedTensors tensors) {
    Map<String, HostTensor> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (key, tensor) ->
            rename(key)
                .ifPresent(name -> renamed.put(name, squeezing ? squeezed(tensor) : tensor)));
    return new NamedTensors(renamed);
  }

  /** The shape without a first dimension of 1. */
  static long[] squeezed(long[] shape) {
    boolean one = shape.length > 0 && shape[0] == 1;
    return one ? Arrays.copyOfRange(shape, 1, shape.length) : shape;
  }

  private static HostTensor squeezed(HostTensor tensor) {
    return new HostTensor(tensor.type(), squeezed(tensor.shape()), tensor.data());
  }

  private static boolean none(String[] parts, Function<String, Boolean> test) {
    return Arrays.stream(parts).noneMatch(test::apply);
  }

  private KeyMap with(Function<String, Optional<String>> rule) {
    List<Function<String, Optional<String>>> more = new ArrayList<>(rules);
    more.add(rule);
    return new KeyMap(more, squeezing);
  }
}
