package io.reflux.weights;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.PickleValue.Flag;
import io.reflux.weights.PickleValue.Numpy;
import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Symbol;
import io.reflux.weights.PickleValue.Text;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Numpy's numbers and arrays in pickles: accuracies and statistics that training scripts keep. */
final class NumpyValues {
  /** The class of an array that isn't filled yet, or can't be. */
  static final String ARRAY = "numpy.ndarray";

  private static final Map<String, ElementType> TYPES =
      Map.of(
          "f8", ElementType.FLOAT64,
          "f4", ElementType.FLOAT32,
          "f2", ElementType.FLOAT16,
          "i8", ElementType.INT64,
          "i4", ElementType.INT32,
          "i2", ElementType.INT16,
          "i1", ElementType.INT8,
          "u1", ElementType.UINT8,
          "b1", ElementType.BOOL);

  private NumpyValues() {}

  /** A number; a placeholder if its type has no element type here. */
  static PickleValue scalar(PickleInput in, CallArguments given) throws WeightsException {
    Optional<ElementType> type = type(given.at(0));
    if (type.isPresent() && given.at(1) instanceof PickleValue.Bytes bytes) {
      return tensor(in, type.get(), new long[0], bytes);
    }
    return new PickleValue.Placeholder("numpy.generic", new PickleValue.Mapping(false));
  }

  /**
   * The array that a state {@code (version, shape, type, column-major, bytes)} stands for; empty if
   * it isn't row-major numbers.
   */
  static Optional<PickleValue> array(PickleInput in, PickleValue state) throws WeightsException {
    CallArguments given = new CallArguments(in, ARRAY, state);
    Optional<ElementType> type = type(given.at(2));
    boolean rowMajor = given.at(3).equals(new Flag(false));
    if (type.isEmpty() || !rowMajor || !(given.at(4) instanceof PickleValue.Bytes bytes)) {
      return Optional.empty();
    }
    return Optional.of(tensor(in, type.get(), given.wholes(1), bytes));
  }

  /** Refuses a big-endian type: {@code (version, byte order, …)}. */
  static void checkByteOrder(PickleInput in, PickleValue state) throws WeightsException {
    boolean big =
        state instanceof Sequence parts
            && parts.items().size() > 1
            && parts.items().get(1).equals(new Text(">"));
    if (big) {
      throw in.refused("a big-endian numpy type (expected: little-endian)");
    }
  }

  private static Numpy tensor(
      PickleInput in, ElementType type, long[] shape, PickleValue.Bytes bytes)
      throws WeightsException {
    try {
      return new Numpy(new HostTensor(type, shape, ByteBuffer.wrap(bytes.value())));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw in.refused("numpy array: " + e.getMessage());
    }
  }

  private static Optional<ElementType> type(PickleValue value) {
    return value instanceof Symbol symbol && symbol.type().equals("numpy.dtype")
        ? Optional.ofNullable(TYPES.get(symbol.value()))
        : Optional.empty();
  }
}
