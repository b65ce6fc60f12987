package io.reflux.conformance;

import java.util.Arrays;
import java.util.List;

/**
 * How close is close enough.
 *
 * @param relative allowed error as a part of the expected value
 * @param absolute allowed error whatever the expected value
 */
public record Tolerance(double relative, double absolute) {

  /** True if the value is close enough; never for NaN. */
  public boolean allows(double actual, double expected) {
    return actual == expected
        || Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
  }

  /** Compares two scalars and notes a difference. */
  public void compare(String what, double actual, double expected, List<String> differences) {
    if (!allows(actual, expected)) {
      differences.add(what + ": " + actual + " (expected: " + expected + ")");
    }
  }

  /**
   * Compares the beginning of a tensor, row-major, with all that is kept of the expected one.
   *
   * @param most how many values are kept; all of a tensor that has fewer
   */
  public void compareFirst(
      String what, double[] actual, int most, double[] expected, List<String> differences) {
    double[] first = Arrays.copyOf(actual, Math.min(most, actual.length));
    compare(what, first, expected, differences);
  }

  /** Compares two tensors row-major and notes the largest difference, if any is too large. */
  public void compare(String what, double[] actual, double[] expected, List<String> differences) {
    if (actual.length != expected.length) {
      differences.add(what + ": " + actual.length + " values (expected: " + expected.length + ")");
      return;
    }
    int worst = -1;
    int wrong = 0;
    double largest = -1;
    for (int i = 0; i < actual.length; i++) {
      if (!allows(actual[i], expected[i])) {
        wrong++;
        double error = Math.abs(actual[i] - expected[i]);
        if (worst < 0 || error > largest) {
          worst = i;
          largest = error;
        }
      }
    }
    if (worst >= 0) {
      differences.add(
          String.format(
              "%s[%d]: %s (expected: %s; %d of %d values differ)",
              what, worst, actual[worst], expected[worst], wrong, actual.length));
    }
  }
}
