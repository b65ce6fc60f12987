package io.reflux.sweep;

import java.util.List;
import java.util.regex.Pattern;

/** Keys of pipeline files as heads of columns. */
public final class ShortKeys {
  private ShortKeys() {}

  /** The shortest ends of some keys by which they can be told apart, in their order. */
  public static List<String> of(List<String> keys) {
    return keys.stream().map(key -> shortName(key, keys)).toList();
  }

  private static String shortName(String key, List<String> keys) {
    String[] words = key.split(Pattern.quote("."), -1);
    String name = words[words.length - 1];
    for (int i = words.length - 2; i >= 0; i--) {
      String end = name;
      if (keys.stream().filter(other -> other.equals(end) || other.endsWith("." + end)).count()
          <= 1) {
        break;
      }
      name = words[i] + "." + name;
    }
    return name;
  }
}
