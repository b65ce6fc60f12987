package io.reflux.setting;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Assignments that win over a file, as {@code seed=3}. Where the file has a list, the next word of
 * a path is the {@code name} of one of its objects: {@code tasks.source.train.epochs=2}.
 */
final class Overrides {
  private final List<ConfigObject> parsed = new ArrayList<>();

  Overrides(List<String> assignments, ConfigParseOptions options) {
    for (String each : assignments) {
      ConfigParseOptions named = options.setOriginDescription("-D " + each);
      parsed.add(ConfigFactory.parseString(each, named).root());
    }
  }

  /** The text with those assignments on top that go through no list; before substitutions. */
  ConfigObject before(ConfigObject written) {
    ConfigObject result = written;
    for (ConfigObject each : parsed) {
      for (Map.Entry<String, ConfigValue> entry : each.entrySet()) {
        if (!isInside(result.get(entry.getKey()), entry.getValue())) {
          ConfigObject single = each.withOnlyKey(entry.getKey());
          result = single.withFallback(result);
        }
      }
    }
    return result;
  }

  /** The resolved text with those assignments on top that go into a list. */
  ConfigObject after(ConfigObject resolved, Problems problems) {
    ConfigObject result = resolved;
    for (ConfigObject each : parsed) {
      for (Map.Entry<String, ConfigValue> entry : each.entrySet()) {
        String key = entry.getKey();
        if (result.get(key) instanceof ConfigList list && isInside(list, entry.getValue())) {
          ConfigObject by = (ConfigObject) entry.getValue();
          result = result.withValue(key, elements(list, key, by, problems));
        }
      }
    }
    return result;
  }

  private static boolean isInside(@Nullable ConfigValue value, ConfigValue by) {
    return value instanceof ConfigList && by instanceof ConfigObject;
  }

  private static ConfigValue elements(
      ConfigList list, String path, ConfigObject by, Problems problems) {
    List<ConfigValue> elements = new ArrayList<>(list);
    by.forEach(
        (name, value) -> {
          int at = names(list).indexOf(name);
          if (at < 0) {
            String expected = "the name of an object; " + Nearest.hint(name, names(list));
            problems.add(
                new Problem(Place.of(value), path + "." + name, Place.render(value), expected));
          } else {
            elements.set(at, value.withFallback(elements.get(at)));
          }
        });
    return ConfigValueFactory.fromIterable(elements, list.origin().description())
        .withOrigin(list.origin());
  }

  private static List<String> names(ConfigList list) {
    return list.stream()
        .map(e -> e instanceof ConfigObject object ? object.get("name") : null)
        .map(n -> n == null ? "" : String.valueOf(n.unwrapped()))
        .toList();
  }
}
