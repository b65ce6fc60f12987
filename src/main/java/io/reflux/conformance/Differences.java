package io.reflux.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what differs between a case's expected values and the computed ones. */
public final class Differences {
  private final GoldenCase golden;
  private final List<String> found;

  public Differences(GoldenCase golden) {
    this(golden, new ArrayList<>());
  }

  /** Gathers into a list that is there. */
  public Differences(GoldenCase golden, List<String> found) {
    this.golden = golden;
    this.found = found;
  }

  /** What differs, a sentence each. */
  public List<String> found() {
    return found;
  }

  /** Compares a tensor, or a scalar; one that isn't there differs. */
  public void compare(String what, @Nullable NDArray actual, JsonNode expected) {
    if (actual == null) {
      missing(what, "a result to compare");
    } else if (SameShape.check(what, actual.getShape().getShape(), expected.path("shape"), found)) {
      compare(what, doubles(actual), expected);
    }
  }

  /** Compares numbers, row-major. */
  public void compare(String what, double[] actual, JsonNode expected) {
    golden.tolerance(what).compare(what, actual, GoldenTensor.of(expected).data(), found);
  }

  /** Compares the gradients that leaves have gathered; one without any has gathered zeros. */
  public void gradients(String what, Map<String, NDArray> leaves, JsonNode expected) {
    for (Map.Entry<String, JsonNode> each : expected.properties()) {
      NDArray leaf = leaves.get(each.getKey());
      if (leaf == null) {
        missing(what + "." + each.getKey(), "an input with a gradient");
        continue;
      }
      NDArray gradient = Autograd.gradient(leaf, leaf.getManager()).orElseGet(leaf::zerosLike);
      compare(what + "." + each.getKey(), gradient, each.getValue());
    }
  }

  /** The values of a float64 or float32 array, row-major. */
  public static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  /** An array by its name. */
  public static NDArray named(Map<String, NDArray> arrays, String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(name + ": missing (expected: a tensor)");
    }
    return array;
  }

  private void missing(String what, String expected) {
    found.add(what + ": missing (expected: " + expected + ")");
  }
}
