package io.reflux.train;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Parameters that share a learning rate and a weight decay.
 *
 * @param name what the settings call it, as {@code backbone} or {@code proxies}
 * @param parameters by name, in order; a name occurs in one group only
 */
public record ParameterGroup(String name, Map<String, NDArray> parameters) {

  /** Copies the map, keeping its order. */
  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Parameters by the name of their group, both in the order in which they come. */
  static Map<String, Map<String, NDArray>> parted(
      Map<String, NDArray> parameters, Function<String, String> groupOf) {
    Map<String, Map<String, NDArray>> parted = new LinkedHashMap<>();
    parameters.forEach(
        (key, array) ->
            parted.computeIfAbsent(groupOf.apply(key), g -> new LinkedHashMap<>()).put(key, array));
    return parted;
  }

  /** A group for each name. */
  static List<ParameterGroup> list(Map<String, Map<String, NDArray>> parted) {
    return parted.entrySet().stream()
        .map(group -> new ParameterGroup(group.getKey(), group.getValue()))
        .toList();
  }
}
