package io.reflux.method;

import java.util.ArrayList;
import java.util.List;

/** Which embeddings DiVA keeps apart where a pipeline file doesn't say it; its own rule. */
final class DivaDirections {
  private static final String TO = "-discriminative";

  private DivaDirections() {}

  /** The directions for some features, as {@code shared-discriminative}; may be none. */
  static List<String> of(List<String> features) {
    List<String> directions = new ArrayList<>();
    boolean labelled = features.containsAll(List.of("discriminative", "shared"));
    boolean apart = features.contains("deep-clustering") || features.contains("image-rotation");
    if (!labelled || apart || !features.contains("selfsimilarity")) {
      return directions;
    }
    directions.add("selfsimilarity" + TO);
    directions.add("shared" + TO);
    directions.add(features.contains("intra") ? "intra" + TO : "shared-selfsimilarity");
    return directions;
  }

  /** True if every direction is a pair of two of the features. */
  static boolean name(List<String> directions, List<String> features) {
    return directions.stream()
        .map(direction -> direction.split("-", -1))
        .allMatch(
            pair ->
                pair.length == 2
                    && !pair[0].equals(pair[1])
                    && features.containsAll(List.of(pair)));
  }
}
