package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle can hold here: plain data and tensors, nothing that acts.
 *
 * <p>Containers may hold one another more than once, or themselves: don't walk them, hash them or
 * print them without a bound.
 */
sealed interface PickleValue {

  /** The string that this is; empty if it is none. */
  default String text() {
    return "";
  }

  /** Adds the tensors that this has, as a part of a program, under a name. */
  default void addTo(ScriptedTensors tensors, String name) {}

  /** Nothing. */
  record None() implements PickleValue {}

  /** True or false. */
  record Flag(boolean value) implements PickleValue {}

  /** A whole number of any length. */
  record Whole(BigInteger value) implements PickleValue {}

  /** A number of 64 bits. */
  record Real(double value) implements PickleValue {}

  /** A string. */
  record Text(String value) implements PickleValue {
    @Override
    public String text() {
      return value;
    }
  }

  /** Raw bytes. */
  record Bytes(byte[] value) implements PickleValue {}

  /** Values in a row; grows while the pickle is read. */
  record Sequence(Kind kind, List<PickleValue> items) implements PickleValue {
    /** What Python calls it. */
    enum Kind {
      LIST,
      TUPLE,
      SET,
      /** A tensor's shape. */
      SIZE
    }

    Sequence(Kind kind) {
      this(kind, new ArrayList<>());
    }

    boolean isFixed() {
      return kind == Kind.TUPLE || kind == Kind.SIZE;
    }
  }

  /** Keys and values, in the order in which the file has them. */
  final class Mapping implements PickleValue {
    private final boolean ordered;
    private final List<PickleValue> keys = new ArrayList<>();
    private final List<PickleValue> values = new ArrayList<>();
    private final Map<PickleValue, Integer> places = new HashMap<>();

    Mapping(boolean ordered) {
      this.ordered = ordered;
    }

    /** True for Python's OrderedDict. */
    boolean ordered() {
      return ordered;
    }

    /** The keys, in order. */
    List<PickleValue> keys() {
      return Collections.unmodifiableList(keys);
    }

    /** The values, in the order of the keys. */
    List<PickleValue> values() {
      return Collections.unmodifiableList(values);
    }

    /** The value of a string. */
    Optional<PickleValue> get(String key) {
      return Optional.ofNullable(places.get(new Text(key))).map(values::get);
    }

    /** Only strings and numbers are compared with earlier keys: others could be endless. */
    void put(PickleValue key, PickleValue value) {
      boolean scalar = key instanceof Text || key instanceof Whole || key instanceof Real;
      Integer place = scalar ? places.putIfAbsent(key, keys.size()) : null;
      if (place != null) {
        values.set(place, value);
      } else {
        keys.add(key);
        values.add(value);
      }
    }
  }

  /** A tensor: a view of a storage of the file. */
  record Tensor(TorchTensor tensor) implements PickleValue {
    @Override
    public void addTo(ScriptedTensors tensors, String name) {
      tensors.add(name, this);
    }
  }

  /** An array or a number of numpy's. */
  record Numpy(HostTensor array) implements PickleValue {}

  /** A device or an element type by its name, as {@code cuda:0} or {@code float16}. */
  record Symbol(String type, String value) implements PickleValue {}

  /** An object of a class that stays unknown: its name and its attributes, as far as plain. */
  record Placeholder(String className, Mapping attributes) implements PickleValue {
    @Override
    public void addTo(ScriptedTensors tensors, String name) {
      tensors.enter(name, this);
    }
  }

  /** A class or function that the pickle names; only ever looked at by its name. */
  record Global(String name) implements PickleValue {}

  /** A storage that tensors refer to. */
  record Storage(TorchStorage storage) implements PickleValue {}
}
