package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.network.Key;
import io.reflux.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a described network's keys with the state dictionary of the original. */
final class NetworkKeys {
  private static final Map<String, Key.Kind> NORMS =
      Map.of(
          "constant", Key.Kind.CONSTANT,
          "bn_weight", Key.Kind.NORM_WEIGHT,
          "bn_bias", Key.Kind.NORM_WEIGHT,
          "bn_mean", Key.Kind.NORM_STATISTIC,
          "bn_var", Key.Kind.NORM_STATISTIC,
          "bn_count", Key.Kind.NORM_COUNT);

  /** The classifier of DeiT's second class token; nothing here answers classes twice. */
  private static final String SECOND_HEAD = "head_dist.";

  private NetworkKeys() {}

  static void compare(Network network, JsonNode keys, List<String> differences) {
    Map<String, Key> own = new LinkedHashMap<>();
    network.keys().forEach(key -> own.put(key.name(), key));
    for (JsonNode entry : keys) {
      String name = entry.path("key").asText();
      if (entry.has("alias_of") || name.startsWith(SECOND_HEAD)) {
        // A second name of a tensor that is listed under its first one, or a second classifier.
        continue;
      }
      Key key = own.remove(name);
      long[] shape = SameShape.sizes(entry.path("shape"));
      if (key == null || !Arrays.equals(key.shape(), shape)) {
        differences.add(name + ": " + key + " (expected: " + Arrays.toString(shape) + ")");
      } else if (!key.kind().equals(kind(entry.path("kind").asText()))) {
        differences.add(name + ": " + key.kind() + " (expected: " + entry.get("kind") + ")");
      }
    }
    own.keySet().forEach(name -> differences.add(name + ": no such key (expected: none)"));
  }

  private static Key.Kind kind(String golden) {
    return NORMS.getOrDefault(golden, Key.Kind.WEIGHT);
  }
}
