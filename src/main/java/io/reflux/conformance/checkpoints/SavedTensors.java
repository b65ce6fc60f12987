package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.weights.NamedTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights in a saved object, as its expectation tells it: the object itself, or a dict in it of
 * which one name at least ends in {@code .weight}; of several the one that names most tensors. What
 * else was saved, options and optimizers, is nothing that weights are taken from.
 */
final class SavedTensors {
  private Map<String, JsonNode> most = Map.of();

  SavedTensors(JsonNode tree) {
    gather(tree, true);
  }

  /** True if there are no weights. */
  boolean isEmpty() {
    return most.isEmpty();
  }

  /** What differs in names, their order, types, shapes and values. */
  List<String> differences(NamedTensors found) {
    List<String> names = List.copyOf(found.tensors().keySet());
    if (!names.equals(List.copyOf(most.keySet()))) {
      return List.of("names " + names + " (expected: " + most.keySet() + ")");
    }
    List<String> differences = new ArrayList<>();
    most.forEach(
        (name, expected) -> ExactTensor.compare(name, found.get(name), expected, differences));
    return differences;
  }

  private void gather(JsonNode node, boolean whole) {
    boolean dict = node.path("type").asText().endsWith("dict");
    Map<String, JsonNode> named = new LinkedHashMap<>();
    for (JsonNode item : node.path(node.has("attrs") ? "attrs" : "items")) {
      JsonNode value = dict || node.has("attrs") ? item.path(1) : item;
      if (dict && item.path(0).isTextual() && value.path("type").asText().equals("tensor")) {
        named.put(item.path(0).textValue(), value);
      }
      gather(value, false);
    }
    boolean weights = whole || named.keySet().stream().anyMatch(key -> key.endsWith(".weight"));
    most = weights && named.size() > most.size() ? named : most;
  }
}
