package io.reflux.weights;

import io.reflux.engine.ElementType;
import io.reflux.weights.PickleValue.Global;
import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Placeholder;
import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Storage;
import io.reflux.weights.PickleValue.Symbol;
import io.reflux.weights.PickleValue.Tensor;
import io.reflux.weights.PickleValue.Whole;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pickle may ask to be made, by exact name. Nothing is ever called or loaded by a name from
 * a file: each listed name stands for a few lines here.
 *
 * <p>What lies beside the weights of others (counters, paths, dates, enums, settings, the projects'
 * own loggers) is of any class: of that only the name stays, and plain attributes. Refused are
 * names that act ({@link ActingNames}), and listed ones in ways that weights don't need.
 */
final class Construction {
  private static final Set<String> CALLED =
      Set.of(
          "collections.OrderedDict",
          "collections.defaultdict",
          "builtins.set",
          "builtins.frozenset",
          "builtins.bytearray",
          "torch.Size",
          "torch.device",
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._tensor._rebuild_from_type_v2",
          "_codecs.encode",
          "numpy.dtype",
          "numpy.core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct");

  private static final Set<String> ELEMENT_TYPES =
      Set.of(
          "float64",
          "float32",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool",
          "complex64",
          "complex128",
          "complex32",
          "qint8",
          "quint8",
          "qint32");

  private final PickleInput in;
  private final Storages storages;

  /** Answers what a pickle's persistent ids stand for. */
  @FunctionalInterface
  interface Storages {
    /**
     * The storage of a key.
     *
     * @throws WeightsException if the file has none, or one that is too short
     */
    TorchStorage storage(String key, ElementType type, long count) throws WeightsException;
  }

  Construction(PickleInput in, Storages storages) {
    this.in = in;
    this.storages = storages;
  }

  /** A class, function or element type that the pickle names. */
  PickleValue global(String module, String name) {
    if (module.equals("torch") && ELEMENT_TYPES.contains(name)) {
      return new Symbol("torch.dtype", name);
    }
    String home =
        module.equals("__builtin__")
            ? "builtins"
            : module.equals("numpy._core.multiarray") ? "numpy.core.multiarray" : module;
    return new Global(home + "." + name);
  }

  /** The value, if it may lie in data. */
  PickleValue plain(PickleValue value) throws WeightsException {
    if (value instanceof Global global && ActingNames.contain(global.name())) {
      throw refused(global.name());
    }
    return value;
  }

  WeightsException refused(String global) {
    return in.refused("global " + PickleText.shown(global) + " (expected: plain data and tensors)");
  }

  PickleValue call(PickleValue function, PickleValue arguments) throws WeightsException {
    if (!(function instanceof Global global)) {
      throw in.refused("a call of a value (expected: plain data)");
    }
    if (!CALLED.contains(global.name())) {
      return unknown(global.name());
    }
    CallArguments given = new CallArguments(in, global.name(), arguments);
    return switch (global.name()) {
      case "collections.OrderedDict" -> orderedDict(given);
      case "collections.defaultdict" -> new Mapping(false);
      case "builtins.set", "builtins.frozenset" -> set(given);
      case "builtins.bytearray", "_codecs.encode" -> bytes(given);
      case "torch.Size" -> new Sequence(Sequence.Kind.SIZE, given.sequence(0).items());
      case "torch.device" -> device(given);
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(given);
      case "torch._tensor._rebuild_from_type_v2" -> rebuilt(given);
      case "numpy.dtype" -> new Symbol("numpy.dtype", given.text(0));
      case "numpy.core.multiarray.scalar" -> NumpyValues.scalar(in, given);
      case "numpy.core.multiarray._reconstruct" ->
          new Placeholder(NumpyValues.ARRAY, new Mapping(false));
      default -> parameter(given);
    };
  }

  PickleValue instance(PickleValue type, PickleValue arguments) throws WeightsException {
    if (!(type instanceof Global global)) {
      throw in.refused("an instance of a value (expected: of a class)");
    }
    if (global.name().equals("collections.OrderedDict")) {
      return orderedDict(new CallArguments(in, global.name(), arguments));
    }
    return unknown(global.name());
  }

  /** What is left of an object of a class that nobody here knows. */
  private PickleValue unknown(String name) throws WeightsException {
    if (ActingNames.contain(name) || TorchStorage.isClass(name)) {
      throw refused(name);
    }
    return new Placeholder(name, new Mapping(false));
  }

  /** Gives an object its state; attributes of plain containers are dropped. */
  PickleValue build(PickleValue value, PickleValue state) throws WeightsException {
    if (value instanceof Mapping || value instanceof Sequence || value instanceof Tensor) {
      return value;
    }
    if (value instanceof Symbol symbol && symbol.type().equals("numpy.dtype")) {
      NumpyValues.checkByteOrder(in, state);
      return value;
    }
    if (!(value instanceof Placeholder object)) {
      throw in.refused("a state for a plain value (expected: for an object)");
    }
    if (object.className().equals(NumpyValues.ARRAY)) {
      return NumpyValues.array(in, state).orElse(object);
    }
    List<PickleValue> parts =
        state instanceof Sequence sequence ? sequence.items() : List.of(state);
    for (PickleValue part : parts) {
      if (part instanceof Mapping attributes) {
        for (int i = 0; i < attributes.keys().size(); i++) {
          object.attributes().put(attributes.keys().get(i), attributes.values().get(i));
        }
      }
    }
    return object;
  }

  /** A storage; of one whose elements have no type here only the name stays. */
  PickleValue storage(PickleValue id) throws WeightsException {
    CallArguments given = new CallArguments(in, "storage", id);
    if (!given.text(0).equals("storage")) {
      throw in.refused("persistent id " + PickleText.shown(given.text(0)) + " (expected: storage)");
    }
    String className = given.at(1) instanceof Global global ? global.name() : "";
    Optional<ElementType> type = TorchStorage.type(className);
    if (type.isEmpty()) {
      return new Placeholder("torch.Storage", new Mapping(false));
    }
    if (given.size() > 5 && !(given.at(5) instanceof PickleValue.None)) {
      throw in.refused("a view of a storage (expected: a whole storage)");
    }
    return new Storage(storages.storage(given.text(2), type.get(), given.whole(4)));
  }

  private PickleValue tensor(CallArguments given) throws WeightsException {
    if (given.at(0) instanceof Placeholder unknown) {
      return unknown;
    }
    if (!(given.at(0) instanceof Storage storage)) {
      throw in.refused("a tensor without a storage (expected: one)");
    }
    TorchTensor.Geometry geometry =
        new TorchTensor.Geometry(given.whole(1), given.wholes(2), given.wholes(3));
    String problem = geometry.problem(storage.storage().count());
    if (!problem.isEmpty()) {
      throw in.refused("tensor: " + problem);
    }
    return new Tensor(new TorchTensor(storage.storage(), geometry));
  }

  private PickleValue parameter(CallArguments given) throws WeightsException {
    if (given.at(0) instanceof Placeholder unknown) {
      return unknown;
    }
    if (!(given.at(0) instanceof Tensor data)) {
      throw in.refused("a parameter without a tensor (expected: one)");
    }
    return data;
  }

  private PickleValue rebuilt(CallArguments given) throws WeightsException {
    if (given.at(0) instanceof Global inner && inner.name().startsWith("torch._utils._rebuild_")) {
      return call(inner, given.at(2));
    }
    throw in.refused("a tensor of another class (expected: a plain tensor or parameter)");
  }

  private PickleValue orderedDict(CallArguments given) throws WeightsException {
    Mapping mapping = new Mapping(true);
    if (given.size() > 0) {
      for (PickleValue pair : given.sequence(0).items()) {
        CallArguments entry = new CallArguments(in, "OrderedDict", pair);
        mapping.put(entry.at(0), entry.at(1));
      }
    }
    return mapping;
  }

  private PickleValue set(CallArguments given) throws WeightsException {
    Sequence set = new Sequence(Sequence.Kind.SET);
    if (given.size() > 0) {
      set.items().addAll(given.sequence(0).items());
    }
    return set;
  }

  private PickleValue bytes(CallArguments given) throws WeightsException {
    if (given.size() > 0 && given.at(0) instanceof PickleValue.Bytes bytes) {
      return bytes;
    }
    String text = given.size() > 0 ? given.text(0) : "";
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    if (!text.equals(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))) {
      throw in.refused("a string as bytes (expected: characters up to 255)");
    }
    return new PickleValue.Bytes(bytes);
  }

  private PickleValue device(CallArguments given) throws WeightsException {
    String index =
        given.size() > 1 && given.at(1) instanceof Whole whole ? ":" + whole.value() : "";
    return new Symbol("torch.device", given.text(0) + index);
  }
}
