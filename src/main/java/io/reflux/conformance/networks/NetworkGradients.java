package io.reflux.conformance.networks;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.conformance.Tolerance;
import io.reflux.engine.Program;
import io.reflux.network.Key;
import io.reflux.network.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gradients and running statistics after a backward pass, compared with a golden case.
 *
 * @param network the described network
 * @param program its program, after the pass
 * @param golden the case
 */
record NetworkGradients(Network network, Program program, JsonNode golden) {

  void compare(List<String> differences) {
    JsonNode expected = golden.path("expected");
    for (Map.Entry<String, JsonNode> each : expected.path("grads").properties()) {
      NDArray parameter = program.parameters().get(each.getKey());
      if (parameter == null && isZero(each.getValue())) {
        continue;
      }
      if (parameter == null || each.getValue().isNull()) {
        if ((parameter == null) != each.getValue().isNull()) {
          differences.add("gradient of " + each.getKey() + ": one of two is missing");
        }
        continue;
      }
      compare("gradient of " + each.getKey(), parameter, each.getValue(), differences);
    }
    if (expected.has("total_grad_norm")) {
      compareTotal(expected.path("total_grad_norm").asDouble(), differences);
      compareWithout(expected.path("params_without_grad"), differences);
    }
    compareNorm(expected.path("first_bn"), differences);
    compareNorm(expected.path("last_bn"), differences);
  }

  /** True where an original adds 0 times a tensor, which nothing here reads. */
  private static boolean isZero(JsonNode gradient) {
    return gradient.has("max_abs") && gradient.get("max_abs").asDouble() == 0;
  }

  private void compareTotal(double expected, List<String> differences) {
    double squares = 0;
    for (NDArray parameter : program.parameters().values()) {
      squares += NetworkAnswers.squares(gradient(parameter));
    }
    new Tolerance(tolerance().path("rtol").asDouble(), 0)
        .compare("norm of all gradients", Math.sqrt(squares), expected, differences);
  }

  /** Compares the gradient that one array has gathered. */
  void compare(String what, NDArray parameter, JsonNode expected, List<String> differences) {
    if (expected.has("shape")) {
      long[] shape = parameter.getShape().getShape();
      SameShape.check(what, shape, expected.get("shape"), differences);
    }
    double[] values = gradient(parameter);
    if (expected.path("zero").asBoolean()) {
      // A bias before a batch norm: zero but for rounding, which the norms of the others measure.
      new Tolerance(0, 1e-5).compare(what, values, new double[values.length], differences);
      return;
    }
    double relative = tolerance().path("rtol").asDouble();
    new Tolerance(relative, 0)
        .compare(
            what + " norm",
            Math.sqrt(NetworkAnswers.squares(values)),
            expected.path("norm").asDouble(),
            differences);
    double[] first = NetworkAnswers.numbers(expected.path("first8"));
    double scale = tolerance().path("atol_scale").asDouble() * expected.path("max_abs").asDouble();
    new Tolerance(relative, scale)
        .compareFirst(what, values, NetworkAnswers.MOST_OF_A_MAP, first, differences);
  }

  private void compareWithout(JsonNode expected, List<String> differences) {
    Set<String> without = new HashSet<>();
    for (Key key : network.keys()) {
      if (key.kind().learns() && !program.parameters().containsKey(key.name())) {
        without.add(key.name());
      }
    }
    for (JsonNode name : expected) {
      if (!without.remove(name.asText())) {
        differences.add(name.asText() + ": a gradient (expected: none)");
      }
    }
    without.removeIf(name -> isZero(golden.path("expected").path("grads").path(name)));
    without.forEach(name -> differences.add(name + ": no gradient (expected: one)"));
  }

  private void compareNorm(JsonNode expected, List<String> differences) {
    if (!expected.has("name")) {
      return;
    }
    String name = expected.path("name").asText();
    for (String statistic : new String[] {"running_mean", "running_var"}) {
      String key = name + "." + statistic;
      JsonNode summary = expected.path(statistic);
      double[] first = NetworkAnswers.numbers(summary.path("first8"));
      SameShape.check(key, state(key).getShape().getShape(), summary.path("shape"), differences);
      double[] values = NetworkAnswers.values(state(key));
      new Tolerance(1e-3, 1e-4 * summary.path("max_abs").asDouble())
          .compareFirst(key, values, NetworkAnswers.MOST_OF_A_MAP, first, differences);
    }
    String count = name + ".num_batches_tracked";
    new Tolerance(0, 0)
        .compare(
            count,
            (double) state(count).getLong(),
            expected.path("num_batches_tracked").asDouble(),
            differences);
  }

  private NDArray state(String key) {
    NDArray array = program.state().get(key);
    if (array == null) {
      throw new IllegalArgumentException(key + ": missing (expected: a tensor of the program)");
    }
    return array;
  }

  private JsonNode tolerance() {
    JsonNode all = golden.path("tolerance");
    return all.has("grads") ? all.get("grads") : all;
  }

  private static double[] gradient(NDArray parameter) {
    try (NDArray gradient = parameter.getGradient()) {
      return NetworkAnswers.values(gradient);
    }
  }
}
