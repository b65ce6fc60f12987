package io.reflux.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.objective.Loss;
import io.reflux.objective.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes one loss of a golden case with its gradients, and compares. */
record LossCheck(GoldenCase golden, LossRecipe recipe, Device device) {
  /** Inputs that are whole numbers and travel outside of tensors. */
  private static final Set<String> NUMBERS = Set.of("labels", "triplets", "sample_indices");

  List<String> differences() {
    Objective objective = recipe.objective(golden);
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> natives = natives(scope.manager());
      Loss loss = Autograd.recording(() -> objective.loss(LossPlaces.input(golden, natives)));
      Autograd.backward(loss.value());
      List<String> differences = new ArrayList<>();
      compare(recipe.lossField(), loss.value(), expected(recipe.lossField()), differences);
      compareParts(loss, differences);
      compareGradients(natives, differences);
      return differences;
    }
  }

  private Map<String, NDArray> natives(NDManager manager) {
    Map<String, NDArray> natives = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : golden.inputs().properties()) {
      if (!NUMBERS.contains(each.getKey()) && GoldenTensor.isTensor(each.getValue())) {
        NDArray array = GoldenTensor.of(each.getValue()).toNative(manager);
        boolean trained = expected("gradients").has(each.getKey());
        natives.put(each.getKey(), trained ? Autograd.leaf(array) : array);
      }
    }
    return natives;
  }

  private void compareParts(Loss loss, List<String> differences) {
    for (Map.Entry<String, JsonNode> each : expected("components").properties()) {
      NDArray part = loss.parts().get(each.getKey().replace('_', '-'));
      if (part == null) {
        differences.add("part " + each.getKey() + ": missing (expected: " + each.getValue() + ")");
      } else {
        compare("components." + each.getKey(), part, each.getValue(), differences);
      }
    }
  }

  private void compareGradients(Map<String, NDArray> natives, List<String> differences) {
    for (Map.Entry<String, JsonNode> each : expected(recipe.gradientsField()).properties()) {
      String what = recipe.gradientsField() + "." + each.getKey();
      NDArray leaf = natives.get(each.getKey());
      if (leaf == null) {
        differences.add(what + ": no such input (expected: one with a gradient)");
        continue;
      }
      NDArray gradient = Autograd.hasGradient(leaf) ? leaf.getGradient() : leaf.zerosLike();
      compare(what, gradient, each.getValue(), differences);
    }
  }

  private void compare(String what, NDArray actual, JsonNode expected, List<String> differences) {
    golden
        .tolerance(what)
        .compare(what, actual.toDoubleArray(), GoldenTensor.of(expected).data(), differences);
  }

  private JsonNode expected(String field) {
    return golden.expected().path(field);
  }
}
