package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Tolerance;
import io.reflux.conformance.networks.NetworkAnswers;
import io.reflux.network.Precision;
import java.util.ArrayList;
import java.util.List;

/** Compares by the absolute tolerances that golden trajectories write beside every value. */
final class TrajectoryTolerance {
  private final String field;
  private final List<String> differences = new ArrayList<>();

  TrajectoryTolerance(Precision precision) {
    field = precision == Precision.FLOAT64 ? "tol64" : "tol";
  }

  /** What differs, a sentence each. */
  List<String> differences() {
    return differences;
  }

  /** Compares a number. */
  void compare(String what, double actual, JsonNode expected) {
    Tolerance tolerance = new Tolerance(0, expected.path(field).asDouble(Double.NaN));
    tolerance.compare(what, actual, expected.path("value").asDouble(), differences);
  }

  /** Compares numbers, row-major. */
  void compare(String what, double[] actual, JsonNode expected) {
    Tolerance tolerance = new Tolerance(0, expected.path(field).asDouble(Double.NaN));
    double[] data = NetworkAnswers.numbers(expected.path("data"));
    tolerance.compare(what, actual, data, differences);
  }
}
