package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenTensor;
import io.reflux.conformance.SameShape;
import io.reflux.conformance.Tolerance;
import io.reflux.conformance.networks.NetworkAnswers;
import io.reflux.engine.HostTensor;
import io.reflux.network.Precision;
import java.util.ArrayList;
import java.util.List;

/** Compares by the absolute tolerances that golden trajectories write beside every value. */
final class TrajectoryTolerance {
  /** How many values the cases keep of a tensor. */
  private static final int MOST = 4;

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
    double value = expected.path("value").asDouble();
    tolerance(expected).compare(what, actual, value, differences);
  }

  /** Compares a tensor. */
  void compare(String what, GoldenTensor actual, JsonNode expected) {
    if (SameShape.check(what, actual.shape(), expected.path("shape"), differences)) {
      tolerance(expected).compare(what, actual.data(), data(expected), differences);
    }
  }

  /** Compares the beginning of a tensor, row-major, with all that the case keeps of it. */
  void compareFirst(String what, double[] actual, JsonNode expected) {
    tolerance(expected).compareFirst(what, actual, MOST, data(expected), differences);
  }

  /** Compares the shape of a tensor of which the case keeps little else. */
  void compareShape(String what, HostTensor actual, JsonNode expected) {
    SameShape.check(what, actual.shape(), expected.path("shape"), differences);
  }

  private Tolerance tolerance(JsonNode expected) {
    return new Tolerance(0, expected.path(field).asDouble(Double.NaN));
  }

  private static double[] data(JsonNode expected) {
    return NetworkAnswers.numbers(expected.path("data"));
  }
}
