package io.reflux.conformance.trajectories;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.networks.NetworkAnswers;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.network.Precision;
import io.reflux.train.ProgramStudent;
import io.reflux.train.StepReport;
import io.reflux.train.StepWatch;
import io.reflux.train.StudentState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a golden trajectory's steps with a student of the product, and compares each step's loss
 * and gradients, and what the student is at the end.
 *
 * @param recipe the case
 * @param keys the key list of its network
 * @param precision whose tolerances count
 */
record TrajectoryCheck(TrajectoryRecipe recipe, JsonNode keys, Precision precision) {

  List<String> differences(Device device) throws IOException {
    TrajectoryStudent maker = new TrajectoryStudent(recipe, keys, precision, device);
    TrajectoryTolerance found = new TrajectoryTolerance(precision);
    StudentState start = maker.start();
    StudentState end;
    try (TensorScope scope = TensorScope.open("conformance", device);
        TrajectoryBatches batches = new TrajectoryBatches(recipe, keys, precision, scope);
        ProgramStudent student = maker.student(start)) {
      JsonNode steps = recipe.json().path("expected").path("steps");
      for (int step = 0; step < steps.size(); step++) {
        take(student, batches, step, steps.get(step), found);
      }
      end = student.snapshot();
      TrajectoryEnd after = new TrajectoryEnd(recipe, start, end, batches.teacherState());
      JsonNode expected = recipe.json().path("expected").path("after");
      Map<String, HostTensor> outputs = maker.outputs(end, batches.images(0));
      after.compareOutputs(outputs, batches.firstTeacherRows(), expected, found);
      after.compareTensors(expected.path("tensors"), found);
    }
    return found.differences();
  }

  private void take(
      ProgramStudent student,
      TrajectoryBatches batches,
      int step,
      JsonNode expected,
      TrajectoryTolerance found) {
    Map<String, Double> squares = new LinkedHashMap<>();
    Map<String, Double> clipped = new LinkedHashMap<>();
    Map<String, Double> terms = new LinkedHashMap<>();
    double clip = recipe.configuration("optimizer").path("clip_grad_value").asDouble(0);
    StepReport report =
        student.step(
            batches.input(step),
            (part, tensors) -> {
              if (part == StepWatch.Part.LOSS) {
                tensors.get().forEach((name, t) -> terms.put(name, NetworkAnswers.values(t)[0]));
              } else if (part == StepWatch.Part.GRADIENT) {
                squares.putAll(squares(tensors.get(), Double.POSITIVE_INFINITY));
                clipped.putAll(squares(tensors.get(), clip));
              }
            });
    String at = "step " + step + ": ";
    found.compare(at + "loss", report.loss(), expected.path("loss"));
    found.compare(at + "grad_norm", norm(squares, ""), expected.path("grad_norm"));
    if (expected.has("grad_norm_clipped")) {
      found.compare(at + "clipped", norm(clipped, ""), expected.path("grad_norm_clipped"));
    }
    for (Map.Entry<String, JsonNode> each : expected.path("grad_norm_groups").properties()) {
      found.compare(
          at + "grad_norm " + each.getKey(), norm(squares, each.getKey()), each.getValue());
    }
    for (Map.Entry<String, JsonNode> each : expected.path("components").properties()) {
      double part = terms.getOrDefault(each.getKey(), Double.NaN);
      found.compare(at + each.getKey(), part, each.getValue());
    }
  }

  private double norm(Map<String, Double> squares, String group) {
    boolean several = recipe.objective().has("proxy_anchor");
    return Math.sqrt(
        squares.entrySet().stream()
            .filter(
                each ->
                    group.isEmpty() || TrajectoryNames.members(group, several).test(each.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum());
  }

  /** The sum of squares of each parameter's gradient, its elements limited first. */
  private static Map<String, Double> squares(Map<String, NDArray> gradients, double limit) {
    Map<String, Double> squares = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> {
          double sum = 0;
          for (double g : NetworkAnswers.values(gradient)) {
            double limited = Math.max(-limit, Math.min(limit, g));
            sum += limited * limited;
          }
          squares.put(name, sum);
        });
    return squares;
  }
}
