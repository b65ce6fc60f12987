package io.reflux.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param name its pipeline file's and its run directory's: {@code 003-lr=0.01,batch-size=32}
 * @param values what the keys are, as HOCON, in the order in which they were named
 */
public record Trial(String name, Map<String, String> values) {
  private static final int LONGEST_NAME = 64;

  /** Keeps the values and their order. */
  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The trials of some values, numbered from 1. */
  static List<Trial> numbered(List<Map<String, String>> all) {
    List<Trial> trials = new ArrayList<>();
    for (Map<String, String> values : all) {
      trials.add(new Trial(name(trials.size() + 1, values), values));
    }
    return trials;
  }

  private static String name(int number, Map<String, String> values) {
    List<String> keys = ShortKeys.of(List.copyOf(values.keySet()));
    List<String> words = new ArrayList<>();
    for (String value : values.values()) {
      words.add(keys.get(words.size()) + "=" + value);
    }
    String said = String.join(",", words).replaceAll("[^\\p{L}\\p{N}.,=+_-]+", "");
    String name = String.format("%03d-%s", number, said);
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** What the keys are, as assignments of a command line. */
  List<String> assignments() {
    return values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
  }

  /** The values as people read them: texts without quotes. */
  public List<String> shownValues() {
    return values.values().stream().map(value -> value.replaceAll("^\"(.*)\"$", "$1")).toList();
  }
}
