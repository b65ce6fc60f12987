package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the names in somebody's checkpoint become a network's own: rules, applied to each key in
 * turn. Where two keys become one, the later tensor wins, as in a Python dict.
 */
final class KeyMap {
  /** Leaves every key as it is. */
  public static final KeyMap SAME =
      new KeyMap(List.of(), List.of(), tensors -> tensors, Heads.NONE);

  private final List<Function<String, Optional<String>>> rules;
  private final List<Reshaping> reshapings;
  private final UnaryOperator<NamedTensors> conversion;
  private final Heads heads;

  /** The shape that a tensor gets, by its new name; it has as many values. */
  private interface Reshaping {
    long[] of(String name, long[] shape);
  }

  /**
   * What is made of a file's own heads.
   *
   * @param left with what the names begin that may be left in the file
   * @param replaced true if the network's heads need not be in the file
   */
  private record Heads(List<String> left, boolean replaced) {
    static final Heads NONE = new Heads(List.of(), false);
  }

  private KeyMap(
      List<Function<String, Optional<String>>> rules,
      List<Reshaping> reshapings,
      UnaryOperator<NamedTensors> conversion,
      Heads heads) {
    this.rules = List.copyOf(rules);
    this.reshapings = List.copyOf(reshapings);
    this.conversion = conversion;
    this.heads = heads;
  }

  /**
   * The same for checkpoints of which others take the backbone alone: a head that the file has and
   * the network hasn't, or that has another shape there, is left where it is, and the network's own
   * embedding layer and heads need not be in the file.
   *
   * @param prefixes with what the names of the file's heads begin, once renamed
   */
  KeyMap ofBackbones(String... prefixes) {
    return new KeyMap(rules, reshapings, conversion, new Heads(List.of(prefixes), true));
  }

  /** The same for checkpoints of whole models with a head that nothing reads. */
  KeyMap leaving(String... prefixes) {
    return new KeyMap(rules, reshapings, conversion, new Heads(List.of(prefixes), false));
  }

  /** True if checkpoints are taken for their backbone alone. */
  boolean isOfBackbones() {
    return heads.replaced();
  }

  /** True if a name, renamed, is that of a file's own head. */
  boolean isHead(String name) {
    return heads.left().stream().anyMatch(name::startsWith);
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

  /** Drops keys that don't begin with any of these. */
  public KeyMap keepingOnlyUnder(String... prefixes) {
    return with(key -> Optional.of(key).filter(k -> !none(prefixes, k::startsWith)));
  }

  /** Makes of the renamed tensors what the network wants, where it isn't one by one. */
  public KeyMap converting(UnaryOperator<NamedTensors> other) {
    return new KeyMap(rules, reshapings, other, heads);
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
    return reshaping((name, shape) -> squeezed(shape));
  }

  /**
   * Gives tensors whose new names end so this many dimensions: those of 1 are put behind the others
   * or taken away there; a tensor that has too many others is left as it is.
   */
  KeyMap withDimensions(String suffix, int dimensions) {
    return reshaping((name, shape) -> name.endsWith(suffix) ? shaped(shape, dimensions) : shape);
  }

  private KeyMap reshaping(Reshaping reshaping) {
    List<Reshaping> more = new ArrayList<>(reshapings);
    more.add(reshaping);
    return new KeyMap(rules, more, conversion, heads);
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
        (key, tensor) -> rename(key).ifPresent(name -> renamed.put(name, reshaped(name, tensor))));
    return conversion.apply(new NamedTensors(renamed));
  }

  private HostTensor reshaped(String name, HostTensor tensor) {
    return new HostTensor(tensor.type(), reshaped(name, tensor.shape()), tensor.data());
  }

  private long[] reshaped(String name, long[] shape) {
    long[] reshaped = shape;
    for (Reshaping each : reshapings) {
      reshaped = each.of(name, reshaped);
    }
    return reshaped;
  }

  /** The shape that the tensor of a key gets. */
  long[] shape(String key, long[] shape) {
    return rename(key).map(name -> reshaped(name, shape)).orElse(shape);
  }

  private static long[] squeezed(long[] shape) {
    boolean one = shape.length > 0 && shape[0] == 1;
    return one ? Arrays.copyOfRange(shape, 1, shape.length) : shape;
  }

  private static long[] shaped(long[] shape, int dimensions) {
    long[] wanted = Arrays.copyOf(shape, dimensions);
    for (int i = shape.length; i < dimensions; i++) {
      wanted[i] = 1;
    }
    for (int i = dimensions; i < shape.length; i++) {
      if (shape[i] != 1) {
        return shape;
      }
    }
    return wanted;
  }

  private static boolean none(String[] parts, Function<String, Boolean> test) {
    return Arrays.stream(parts).noneMatch(test::apply);
  }

  private KeyMap with(Function<String, Optional<String>> rule) {
    List<Function<String, Optional<String>>> more = new ArrayList<>(rules);
    more.add(rule);
    return new KeyMap(more, reshapings, conversion, heads);
  }
}
