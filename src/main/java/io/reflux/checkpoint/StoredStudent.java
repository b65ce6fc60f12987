package io.reflux.checkpoint;

import io.reflux.weights.NamedTensors;
import io.reflux.wire.Scalars;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of one student.
 *
 * @param groups its tensors, by what they are: {@code network} (parameters and buffers), {@code
 *     optimizer}, {@code trainables}, {@code memories}…; each group is one safetensors file
 * @param scalars its single values; none so far
 */
public record StoredStudent(Map<String, NamedTensors> groups, Scalars scalars) {
  /** The group of the network itself. */
  public static final String NETWORK = "network";

  /** Copies the map. */
  public StoredStudent {
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }
}
