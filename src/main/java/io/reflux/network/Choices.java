package io.reflux.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names to choose from, in the order in which messages list them. */
final class Choices {
  private Choices() {}

  static <E> Map<String, E> of(String first, E one, String second, E two) {
    Map<String, E> choices = new LinkedHashMap<>();
    choices.put(first, one);
    choices.put(second, two);
    return Collections.unmodifiableMap(choices);
  }

  static <E> Map<String, E> with(Map<String, E> choices, String name, E another) {
    Map<String, E> more = new LinkedHashMap<>(choices);
    more.put(name, another);
    return Collections.unmodifiableMap(more);
  }
}
