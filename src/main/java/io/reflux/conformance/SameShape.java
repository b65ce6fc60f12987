package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** Shapes of tensors against those that golden cases write; they are compared exactly. */
public final class SameShape {
  private SameShape() {}

  /**
   * Compares a shape.
   *
   * @param expected the list of sizes; empty for a scalar
   * @return false if it differs, which is noted then
   */
  public static boolean check(
      String what, long[] actual, JsonNode expected, List<String> differences) {
    if (Arrays.equals(actual, sizes(expected))) {
      return true;
    }
    differences.add(what + ": shape " + Arrays.toString(actual) + " (expected: " + expected + ")");
    return false;
  }

  /** The sizes of a shape. */
  public static long[] sizes(JsonNode shape) {
    long[] sizes = new long[shape.size()];
    Arrays.setAll(sizes, i -> shape.get(i).asLong());
    return sizes;
  }
}
