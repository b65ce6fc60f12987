package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenTensor;
import io.reflux.conformance.networks.NetworkAnswers;
import io.reflux.engine.HostTensor;
import io.reflux.train.StudentState;
import java.util.Arrays;
import java.util.Map;

/**
 * What a student is after a golden trajectory.
 *
 * @param recipe the case
 * @param start the student before the first step
 * @param end the student after the last one
 * @param teacher the teacher's tensors at the end
 */
record TrajectoryEnd(
    TrajectoryRecipe recipe,
    StudentState start,
    StudentState end,
    Map<String, HostTensor> teacher) {
  private static final String MEAN_OFF = "embedding_minus_mean_first_4_rows";

  /** Compares what the student answers to the first step's images, by its running statistics. */
  void compareOutputs(
      Map<String, HostTensor> outputs,
      GoldenTensor teacherRows,
      JsonNode after,
      TrajectoryTolerance found) {
    for (Map.Entry<String, JsonNode> each : after.path("outputs").properties()) {
      GoldenTensor actual =
          switch (each.getKey()) {
            case MEAN_OFF -> withoutMean(output(outputs, "embedding"));
            case "teacher_embedding_first_2_rows" -> teacherRows;
            case "features_first_64" -> first(output(outputs, "embedding"), 64, false);
            case "prediction_first_64" -> first(output(outputs, "predict_q"), 64, true);
            case "memory_queue" -> whole(memory(end, "memory_queue"));
            default -> whole(output(outputs, each.getKey()));
          };
      found.compare(each.getKey(), actual, each.getValue());
    }
  }

  /** Compares sums, norms and first values of some tensors, and how far they have moved. */
  void compareTensors(JsonNode tensors, TrajectoryTolerance found) {
    for (JsonNode expected : tensors) {
      String name = expected.path("name").asText();
      found.compareShape(name, tensor(end, name), expected);
      double[] after = tensor(end, name).doubles();
      double[] before = tensor(start, name).doubles();
      double[] moved = new double[after.length];
      Arrays.setAll(moved, i -> after[i] - before[i]);
      found.compare(name + " sum", Arrays.stream(after).sum(), expected.path("sum"));
      double squares = NetworkAnswers.squares(after);
      found.compare(name + " sum of squares", squares, expected.path("sum_of_squares"));
      double way = Math.sqrt(NetworkAnswers.squares(moved));
      found.compare(name + " update", way, expected.path("update_norm"));
      found.compareFirst(name, after, expected.path("first4"));
      if (expected.path("update_first4").has("data")) {
        found.compareFirst(name + " update", moved, expected.path("update_first4"));
      }
    }
  }

  private HostTensor tensor(StudentState state, String name) {
    if (name.startsWith("teacher.")) {
      return named(teacher, name.substring("teacher.".length()));
    }
    if (name.startsWith("key.")) {
      return named(state.momentumNetwork(), name.substring("key.".length()));
    }
    if (name.startsWith("memory_")) {
      return memory(state, name);
    }
    String own = TrajectoryNames.tensor(name, recipe.objective().has("proxy_anchor"));
    HostTensor trained = state.trainables().get(own);
    return trained == null ? named(state.network(), TrajectoryNames.key(name)) : trained;
  }

  private HostTensor memory(StudentState state, String name) {
    return named(state.memories(), TrajectoryNames.tensor(name, true));
  }

  private static GoldenTensor whole(HostTensor tensor) {
    return new GoldenTensor(tensor.shape(), tensor.doubles());
  }

  private static GoldenTensor withoutMean(HostTensor embedding) {
    int rows = (int) embedding.shape()[0];
    int size = (int) embedding.shape()[1];
    double[] values = embedding.doubles();
    double[] mean = new double[size];
    for (int i = 0; i < values.length; i++) {
      mean[i % size] += values[i] / rows;
    }
    double[] first = new double[4 * size];
    Arrays.setAll(first, i -> values[i] - mean[i % size]);
    return new GoldenTensor(new long[] {4, size}, first);
  }

  private static GoldenTensor first(HostTensor rows, int columns, boolean unit) {
    int size = (int) rows.shape()[1];
    int count = (int) rows.shape()[0];
    double[] values = rows.doubles();
    double[] picked = new double[count * columns];
    for (int row = 0; row < count; row++) {
      double[] own = Arrays.copyOfRange(values, row * size, (row + 1) * size);
      double length = unit ? Math.sqrt(NetworkAnswers.squares(own)) : 1;
      for (int i = 0; i < columns; i++) {
        picked[row * columns + i] = own[i] / length;
      }
    }
    return new GoldenTensor(new long[] {count, columns}, picked);
  }

  private static HostTensor output(Map<String, HostTensor> outputs, String name) {
    return named(outputs, name);
  }

  private static HostTensor named(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          name + ": missing (expected: one of " + tensors.keySet() + ")");
    }
    return tensor;
  }
}
