package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.engine.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stored tensor against what its file should hold: type, shape and every value to the bit. */
public final class ExactTensor {
  private ExactTensor() {}

  /**
   * Notes what differs.
   *
   * @param expected {@code dtype}, {@code shape} and {@code data}, numbers that are none as texts
   */
  public static void compare(
      String path, HostTensor found, JsonNode expected, List<String> differences) {
    String type = found.type().name().toLowerCase(Locale.ROOT);
    if (!type.equals(expected.path("dtype").textValue())) {
      differences.add(path + ": " + type + " (expected: " + expected.path("dtype") + ")");
    }
    SameShape.check(path, found.shape(), expected.path("shape"), differences);
    List<Object> values = TensorValues.of(found).stream().map(ExactTensor::exact).toList();
    List<Object> wanted = new ArrayList<>();
    expected.path("data").forEach(value -> wanted.add(number(value)));
    if (!values.equals(wanted)) {
      differences.add(path + ": " + values + " (expected: " + wanted + ")");
    }
  }

  /** A number of a JSON file, as {@link #exact} would have it. */
  public static Object number(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue() ? 1L : 0L;
    }
    return node.isIntegralNumber() && node.canConvertToLong()
        ? (Object) node.longValue()
        : exact(Double.parseDouble(node.asText()));
  }

  /** A long where the number is one, so that 1 and 1.0 compare alike; -0.0 stays apart from 0. */
  public static Object exact(Object value) {
    if (value instanceof Long) {
      return value;
    }
    double number = (double) value;
    boolean whole = number == Math.rint(number) && Math.abs(number) < 0x1p53;
    boolean negativeZero = number == 0 && Math.copySign(1, number) < 0;
    return whole && !negativeZero ? (Object) (long) number : (Object) number;
  }
}
