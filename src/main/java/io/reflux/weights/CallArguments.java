package io.reflux.weights;

import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Text;
import io.reflux.weights.PickleValue.Whole;
import java.math.BigInteger;
import java.util.List;

/**
 * The arguments of one call that a pickle asks for; each is checked as it is taken.
 *
 * @param in where refusals say they are
 * @param function what is called
 * @param values the arguments
 */
record CallArguments(PickleInput in, String function, List<PickleValue> values) {
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  CallArguments(PickleInput in, String function, PickleValue tuple) throws WeightsException {
    this(in, function, items(in, function, tuple));
  }

  int size() {
    return values.size();
  }

  PickleValue at(int place) throws WeightsException {
    if (place >= values.size()) {
      throw wrong(place, "one more");
    }
    return values.get(place);
  }

  String text(int place) throws WeightsException {
    if (at(place) instanceof Text text) {
      return text.value();
    }
    throw wrong(place, "a string");
  }

  long whole(int place) throws WeightsException {
    return whole(at(place), place);
  }

  Sequence sequence(int place) throws WeightsException {
    if (at(place) instanceof Sequence sequence) {
      return sequence;
    }
    throw wrong(place, "a list or tuple");
  }

  long[] wholes(int place) throws WeightsException {
    List<PickleValue> items = sequence(place).items();
    long[] numbers = new long[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole(items.get(i), place);
    }
    return numbers;
  }

  private long whole(PickleValue value, int place) throws WeightsException {
    if (value instanceof Whole whole && whole.value().abs().compareTo(LARGEST) <= 0) {
      return whole.value().longValue();
    }
    throw wrong(place, "a whole number of 64 bits");
  }

  private WeightsException wrong(int place, String expected) {
    return in.refused(function + ", argument " + place + " (expected: " + expected + ")");
  }

  private static List<PickleValue> items(PickleInput in, String function, PickleValue tuple)
      throws WeightsException {
    if (tuple instanceof Sequence sequence) {
      return sequence.items();
    }
    throw in.refused(function + ": its arguments (expected: a tuple)");
  }
}
