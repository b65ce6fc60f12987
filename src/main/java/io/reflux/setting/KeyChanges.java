package io.reflux.setting;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two texts of HOCON key by key. A key is a path as an assignment of the command line has
 * it: objects of a list that have a name go by that, {@code tasks.source.train.epochs}; others by
 * their place, {@code steps.0.side}.
 */
public final class KeyChanges {
  private static final String NAME = "name";

  private KeyChanges() {}

  /**
   * A key that one of the texts has otherwise, or not at all.
   *
   * @param key its path
   * @param before its value as HOCON; empty if it was not there
   * @param now its value as HOCON; empty if it is not there any more
   */
  public record KeyChange(String key, String before, String now) {
    /** {@code tasks.t.train.optimizer.lr: 0.003 → 0.3}. */
    @Override
    public String toString() {
      return key + ": " + orNone(before) + " → " + orNone(now);
    }

    /** True if the key is the one that is named, or lies below it. */
    public boolean isOf(String named) {
      return key.equals(named) || key.startsWith(named + ".");
    }

    private static String orNone(String value) {
      return value.isEmpty() ? "nothing" : value;
    }
  }

  /**
   * All that differs, by key. Numbers are compared by their values, so 3e-3 is 0.003.
   *
   * @throws InputException if one of the texts is no HOCON
   */
  public static List<KeyChange> between(String before, String now) {
    Map<String, ConfigValue> old = values(before);
    Map<String, ConfigValue> today = values(now);
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(today.keySet());
    List<KeyChange> changes = new ArrayList<>();
    for (String key : keys) {
      ConfigValue was = old.get(key);
      ConfigValue is = today.get(key);
      if (!isAlike(was, is)) {
        changes.add(new KeyChange(key, rendered(was), rendered(is)));
      }
    }
    return changes;
  }

  /**
   * What several texts do not all have alike.
   *
   * @return each such key with its value in every text, as HOCON; empty where one hasn't it
   * @throws InputException if one of the texts is no HOCON
   */
  public static Map<String, List<String>> differing(List<String> texts) {
    List<Map<String, ConfigValue>> all = texts.stream().map(KeyChanges::values).toList();
    Set<String> keys = new TreeSet<>();
    all.forEach(each -> keys.addAll(each.keySet()));
    Map<String, List<String>> differing = new LinkedHashMap<>();
    for (String key : keys) {
      if (all.stream().anyMatch(each -> !isAlike(each.get(key), all.get(0).get(key)))) {
        differing.put(key, all.stream().map(each -> rendered(each.get(key))).toList());
      }
    }
    return differing;
  }

  /**
   * The number that a text has for a key; 0 if the text doesn't have the key.
   *
   * @throws NumberFormatException if it has something else than a number
   */
  public static double number(String text, String key) {
    String value = rendered(values(text).get(key));
    return value.isEmpty() ? 0 : Double.parseDouble(value);
  }

  /**
   * All keys of a text, in their order, with values as HOCON; numbers as {@code 0.003}, however
   * they were written.
   *
   * @throws InputException if the text is no HOCON
   */
  public static SortedMap<String, String> all(String text) {
    SortedMap<String, String> all = new TreeMap<>();
    values(text)
        .forEach(
            (key, value) ->
                all.put(
                    key,
                    value.unwrapped() instanceof Number number
                        ? Double.toString(number.doubleValue())
                        : rendered(value)));
    return all;
  }

  private static Map<String, ConfigValue> values(String text) {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    try {
      Config config = ConfigFactory.parseString(text).resolve();
      gather("", config.root(), values);
    } catch (ConfigException e) {
      throw new InputException("no HOCON (expected: a resolved pipeline): " + e.getMessage(), e);
    }
    return values;
  }

  private static void gather(String path, ConfigValue value, Map<String, ConfigValue> values) {
    if (value instanceof ConfigObject object && !object.isEmpty()) {
      object.forEach(
          (key, inner) -> gather(path.isEmpty() ? key : path + "." + key, inner, values));
    } else if (value instanceof ConfigList list && holdsObjects(list)) {
      for (int i = 0; i < list.size(); i++) {
        gather(path + "." + name(list.get(i), i), list.get(i), values);
      }
    } else {
      values.put(path, value);
    }
  }

  private static boolean holdsObjects(ConfigList list) {
    return !list.isEmpty() && list.stream().allMatch(ConfigObject.class::isInstance);
  }

  private static String name(ConfigValue element, int place) {
    ConfigValue name = ((ConfigObject) element).get(NAME);
    return name == null ? Integer.toString(place) : String.valueOf(name.unwrapped());
  }

  private static boolean isAlike(@Nullable ConfigValue one, @Nullable ConfigValue other) {
    return Objects.equals(plain(one), plain(other));
  }

  private static @Nullable Object plain(@Nullable ConfigValue value) {
    Object plain = value == null ? null : value.unwrapped();
    return plain instanceof Number number ? (Object) number.doubleValue() : plain;
  }

  private static String rendered(@Nullable ConfigValue value) {
    return value == null ? "" : Place.render(value);
  }
}
