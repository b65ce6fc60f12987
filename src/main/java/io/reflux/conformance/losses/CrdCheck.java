package io.reflux.conformance.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Differences;
import io.reflux.conformance.GoldenCase;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Contrastive representation distillation over two steps: the second starts with the memories. */
record CrdCheck(GoldenCase golden, Device device, DataType type) {
  private static final LossRecipe RECIPE =
      LossRecipe.of("crd").without("n_data").renaming("projection_dim", "projection");
  private static final List<String> SIDES = List.of("student", "teacher");

  List<String> differences() {
    Objective objective = RECIPE.objective(golden);
    Differences differences = new Differences(golden);
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> memories = new HashMap<>();
      for (String side : SIDES) {
        memories.put(
            side, golden.input("memory_" + side).toNative(scope.manager()).toType(type, false));
      }
      memories.put("normalisers", scope.manager().zeros(new Shape(2), type));
      JsonNode first = golden.expected();
      Loss loss = step(objective, "", memories, first, differences, scope);
      double[] z = Differences.doubles(Differences.named(loss.memories(), "normalisers"));
      differences.compare("Z_student", new double[] {z[0]}, first.path("Z_student"));
      differences.compare("Z_teacher", new double[] {z[1]}, first.path("Z_teacher"));
      JsonNode second = first.path("second_call");
      step(objective, "second_", loss.memories(), second, differences, scope);
    }
    return differences.found();
  }

  private Loss step(
      Objective objective,
      String prefix,
      Map<String, NDArray> memories,
      JsonNode expected,
      Differences differences,
      TensorScope scope) {
    JsonNode gradients = expected.path("gradients");
    Map<String, NDArray> natives = LossCheck.natives(golden, gradients, scope.manager(), type);
    Loss loss = Autograd.recording(() -> objective.loss(input(prefix, natives, memories)));
    Autograd.backward(loss.value());
    differences.compare(prefix + "loss", loss.value(), expected.path("loss"));
    differences.gradients(prefix + "gradients", natives, gradients);
    for (String side : SIDES) {
      String after = "memory_" + side + "_after";
      differences.compare(prefix + after, loss.memories().get(side), expected.path(after));
    }
    return loss;
  }

  private LossInput input(
      String prefix, Map<String, NDArray> natives, Map<String, NDArray> memories) {
    Map<String, NDArray> parameters = new HashMap<>();
    for (String side : SIDES) {
      for (String part : List.of("weight", "bias")) {
        NDArray array = natives.get("embed_" + side + "_" + part);
        parameters.put("embed-" + side + "." + part, array);
      }
    }
    int[] ids = golden.input(prefix + "sample_indices").ints();
    return new LossInput(
        Map.of("features", natives.get(prefix + "student_features")),
        Map.of("features", natives.get(prefix + "teacher_features")),
        new int[ids.length],
        ids,
        1,
        new Tuples(golden.inputRows(prefix + "contrast_indices")),
        parameters,
        memories,
        0);
  }
}
