package io.reflux.train;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
