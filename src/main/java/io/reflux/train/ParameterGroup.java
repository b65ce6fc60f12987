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
 * @param place what the settings call them, as {@code backbone} or {@code proxies}, and how deep
 *     they lie
 * @param parameters by name, in order; a name occurs in one group only
 */
public record ParameterGroup(WeightPlace place, Map<String, NDArray> parameters) {

  /** Copies the map, keeping its order. */
  public ParameterGroup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Parameters that learn at the group's own rate. */
  public ParameterGroup(String name, Map<String, NDArray> parameters) {
    this(WeightPlace.in(name), parameters);
  }

  /** What the settings call it. */
  public String name() {
    return place.group();
  }

  /** Parameters by their place, both in the order in which they come. */
  static Map<WeightPlace, Map<String, NDArray>> parted(
      Map<String, NDArray> parameters, Function<String, WeightPlace> placeOf) {
    Map<WeightPlace, Map<String, NDArray>> parted = new LinkedHashMap<>();
    parameters.forEach(
        (key, array) ->
            parted.computeIfAbsent(placeOf.apply(key), g -> new LinkedHashMap<>()).put(key, array));
    return parted;
  }

  /** A group for each place. */
  static List<ParameterGroup> list(Map<WeightPlace, Map<String, NDArray>> parted) {
    return parted.entrySet().stream()
        .map(group -> new ParameterGroup(group.getKey(), group.getValue()))
        .toList();
  }
}
