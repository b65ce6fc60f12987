package io.reflux.pipeline;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.reflux.setting.KeyChanges;
import io.reflux.setting.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The keys of a resolved pipeline that the numbers of a task depend on: its own, those of the tasks
 * that it needs, the data's, the seed. Two tasks of the same name that have these alike, the same
 * images and the same files of weights, come to the same numbers on the same kind of device.
 *
 * @param keys the keys that may not differ, with their values as HOCON
 * @param places where the images lie, which changes no number if they are the same images
 */
public record TaskSettings(SortedMap<String, String> keys, SortedMap<String, String> places) {
  private static final String TASKS = "tasks";
  private static final String ROOT = ".root";

  /** Those of a task. */
  public static TaskSettings of(Pipeline pipeline, String task) {
    return of(pipeline, task, KeyChanges.all(pipeline.resolved()));
  }

  /** Those of every task, by name, in the pipeline's order. */
  public static Map<String, TaskSettings> ofAll(Pipeline pipeline) {
    SortedMap<String, String> all = KeyChanges.all(pipeline.resolved());
    Map<String, TaskSettings> settings = new LinkedHashMap<>();
    pipeline.tasks().forEach(task -> settings.put(task.name(), of(pipeline, task.name(), all)));
    return settings;
  }

  private static TaskSettings of(Pipeline pipeline, String task, SortedMap<String, String> all) {
    Set<String> names = TaskGraph.upTo(task, pipeline.tasks());
    SortedMap<String, String> keys = new TreeMap<>();
    SortedMap<String, String> places = new TreeMap<>();
    all.forEach(
        (key, value) -> {
          if (isAbout(key, names)) {
            boolean free = KeyRule.of(key).freedom() == KeyRule.Freedom.FREE;
            if (!free) {
              keys.put(key, value);
            } else if (key.endsWith(ROOT)) {
              places.put(key, value);
            }
          }
        });
    return new TaskSettings(keys, places);
  }

  private static boolean isAbout(String key, Set<String> tasks) {
    return key.equals("seed")
        || key.equals("seeds")
        || key.startsWith("data.")
        || tasks.stream().anyMatch(task -> key.startsWith(TASKS + "." + task + "."));
  }

  /** The text of a resolved pipeline with some of its tasks alone. */
  static String alone(String resolved, Set<String> names) {
    ConfigObject root = ConfigFactory.parseString(resolved).resolve().root();
    Predicate<ConfigValue> stays =
        task -> names.contains(String.valueOf(((ConfigObject) task).toConfig().getString("name")));
    List<ConfigValue> tasks =
        ((ConfigList) Objects.requireNonNull(root.get(TASKS))).stream().filter(stays).toList();
    return root.withValue(TASKS, ConfigValueFactory.fromIterable(tasks))
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }

  /** The SHA-256 of all keys and places. */
  public String digest() {
    return Sha256.of(keys + " " + places);
  }

  /** The keys in which others differ, each with both values; places don't count. */
  public List<String> differences(TaskSettings others) {
    Set<String> all = new TreeSet<>(keys.keySet());
    all.addAll(others.keys.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : all) {
      String own = keys.getOrDefault(key, "");
      String other = others.keys.getOrDefault(key, "");
      if (!own.equals(other)) {
        differences.add(new KeyChanges.KeyChange(key, own, other).toString());
      }
    }
    return differences;
  }
}
