package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a case expects of arithmetic in 64 bits, where it says so: values, and how close they are.
 */
final class DoubleValues {
  private static final String DOUBLE = "float64";

  private DoubleValues() {}

  /** True if the case says what 64 bits give. */
  static boolean in(JsonNode golden) {
    return golden.path("expected").has(DOUBLE);
  }

  /** The case with loss, gradients and tolerance of 64 bits in the place of those of 32. */
  static JsonNode of(JsonNode golden) {
    if (!in(golden)) {
      return golden;
    }
    ObjectNode exact = golden.deepCopy();
    ObjectNode expected = exact.withObject("/expected");
    JsonNode doubles = expected.path(DOUBLE);
    for (Map.Entry<String, JsonNode> each : doubles.path("grads").properties()) {
      ObjectNode gradient = expected.withObject("/grads").withObject("/" + each.getKey());
      each.getValue().properties().forEach(value -> gradient.set(value.getKey(), value.getValue()));
    }
    for (String name : new String[] {"loss", "total_grad_norm", "outputs"}) {
      if (doubles.has(name)) {
        expected.set(name, doubles.get(name));
      }
    }
    exact.set("tolerance", exact.path("tolerance").path(DOUBLE));
    return exact;
  }
}
