package io.reflux.tracking;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.reflux.rundir.RunDirectory;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a run's pipeline, each by its key; those of tasks and the like by their names.
 */
public final class FlatSettings {
  private FlatSettings() {}

  /** Reads a run's {@code pipeline.conf}. */
  public static Map<String, String> of(RunDirectory run) {
    Map<String, String> all = new TreeMap<>();
    add("", ConfigFactory.parseFile(run.pipeline().toFile()).root(), all);
    return all;
  }

  private static void add(String key, ConfigValue value, Map<String, String> all) {
    if (value.valueType() == ConfigValueType.OBJECT) {
      String below = key.isEmpty() ? "" : key + ".";
      ((ConfigObject) value).forEach((name, each) -> add(below + name, each, all));
    } else if (value.valueType() == ConfigValueType.LIST && holdsObjects((ConfigList) value)) {
      ConfigList list = (ConfigList) value;
      for (int i = 0; i < list.size(); i++) {
        add(key + "." + name(list.get(i), i), list.get(i), all);
      }
    } else if (value.valueType() == ConfigValueType.STRING) {
      all.put(key, String.valueOf(value.unwrapped()));
    } else {
      all.put(key, value.render(ConfigRenderOptions.concise()));
    }
  }

  private static boolean holdsObjects(ConfigList list) {
    return list.stream().anyMatch(each -> each.valueType() == ConfigValueType.OBJECT);
  }

  /** What an element of a list is called: by its own name if it has one, else by its place. */
  private static String name(ConfigValue element, int place) {
    if (element.valueType() == ConfigValueType.OBJECT) {
      ConfigValue name = ((ConfigObject) element).get("name");
      if (name != null) {
        return String.valueOf(name.unwrapped());
      }
    }
    return Integer.toString(place);
  }
}
