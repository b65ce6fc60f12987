package io.reflux.wire;

import io.reflux.wire.proto.ScalarsMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Single values by name, of which only their owner knows the meaning.
 *
 * @param texts the strings
 * @param longs the whole numbers
 * @param doubles the other numbers, kept to the bit
 */
public record Scalars(
    Map<String, String> texts, Map<String, Long> longs, Map<String, Double> doubles) {
  /** No values. */
  public static final Scalars NONE = new Scalars(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public Scalars {
    texts = Map.copyOf(texts);
    longs = Map.copyOf(longs);
    doubles = Map.copyOf(doubles);
  }

  /** These and one more string. */
  public Scalars with(String name, String value) {
    return new Scalars(added(texts, name, value), longs, doubles);
  }

  /** These and one more whole number. */
  public Scalars with(String name, long value) {
    return new Scalars(texts, added(longs, name, value), doubles);
  }

  /** These and one more number. */
  public Scalars with(String name, double value) {
    return new Scalars(texts, longs, added(doubles, name, value));
  }

  /** In the order of the names, so that equal values give equal bytes. */
  ScalarsMessage toProto() {
    return ScalarsMessage.newBuilder()
        .putAllTexts(new TreeMap<>(texts))
        .putAllLongs(new TreeMap<>(longs))
        .putAllDoubles(new TreeMap<>(doubles))
        .build();
  }

  static Scalars fromProto(ScalarsMessage message) {
    return new Scalars(message.getTextsMap(), message.getLongsMap(), message.getDoublesMap());
  }

  private static <V> Map<String, V> added(Map<String, V> map, String name, V value) {
    Map<String, V> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }
}
