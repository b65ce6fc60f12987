package io.reflux.conformance.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Differences;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.GoldenTensor;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.objective.Loss;
import io.reflux.objective.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes one loss of a golden case with its gradients, and compares. */
record LossCheck(GoldenCase golden, LossRecipe recipe, Device device, DataType type) {
  private static final String AFTER = "_after";

  List<String> differences() {
    Objective objective = recipe.objective(golden);
    Differences differences = new Differences(golden);
    JsonNode gradients = golden.expected().path(recipe.gradientsField());
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> natives = natives(golden, gradients, scope.manager(), type);
      Loss loss =
          Autograd.recording(
              () -> objective.loss(LossPlaces.input(golden, recipe.places(), natives)));
      Autograd.backward(loss.value());
      JsonNode value = golden.expected().path(recipe.lossField());
      differences.compare(recipe.lossField(), loss.value(), value);
      compareParts(loss, differences);
      compareMemories(loss, differences);
      differences.gradients(recipe.gradientsField(), natives, gradients);
    }
    return differences.found();
  }

  /** The inputs that are tensors, those with an expected gradient as leaves. */
  static Map<String, NDArray> natives(
      GoldenCase golden, JsonNode gradients, NDManager manager, DataType type) {
    Map<String, NDArray> natives = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : golden.inputs().properties()) {
      if (!LossPlaces.isNumbers(each.getKey()) && GoldenTensor.isTensor(each.getValue())) {
        NDArray array = GoldenTensor.of(each.getValue()).toNative(manager).toType(type, false);
        boolean trained = gradients.has(each.getKey());
        natives.put(each.getKey(), trained ? Autograd.leaf(array) : array);
      }
    }
    return natives;
  }

  private void compareParts(Loss loss, Differences differences) {
    for (Map.Entry<String, JsonNode> each : golden.expected().path("components").properties()) {
      String what = "components." + each.getKey();
      NDArray part = loss.parts().get(each.getKey().replace('_', '-'));
      differences.compare(what, part, each.getValue());
    }
  }

  private void compareMemories(Loss loss, Differences differences) {
    for (Map.Entry<String, JsonNode> each : golden.expected().properties()) {
      if (each.getKey().startsWith("memory") && each.getKey().endsWith(AFTER)) {
        String before = each.getKey().substring(0, each.getKey().length() - AFTER.length());
        String place = recipe.places().getOrDefault(before, LossPlaces.of(before));
        NDArray memory = loss.memories().get(place.substring(place.indexOf('.') + 1));
        differences.compare(each.getKey(), memory, each.getValue());
      }
    }
  }
}
