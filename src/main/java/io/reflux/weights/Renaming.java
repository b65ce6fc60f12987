package io.reflux.weights;

import java.util.List;

/** Parts of names replaced by others, one pair after the other. */
record Renaming(List<Pair> pairs) {
  /**
   * What is replaced.
   *
   * @param from the part
   * @param to what stands there then
   */
  record Pair(String from, String to) {}

  /** Pairs, one after the other: what is replaced, and by what. */
  static Renaming of(String... parts) {
    Pair[] pairs = new Pair[parts.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new Pair(parts[2 * i], parts[2 * i + 1]);
    }
    return new Renaming(List.of(pairs));
  }

  String of(String name) {
    String renamed = name;
    for (Pair each : pairs) {
      renamed = renamed.replace(each.from(), each.to());
    }
    return renamed;
  }
}
