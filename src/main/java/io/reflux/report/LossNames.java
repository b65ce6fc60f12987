package io.reflux.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which loss each student learns from: only those of one loss can be drawn on one scale. */
final class LossNames {
  private LossNames() {}

  /**
   * The methods' names by task and student, as {@code task · student}; what the resolved pipeline
   * does not say is left out.
   */
  static Map<String, String> of(Path pipeline) {
    Map<String, String> names = new LinkedHashMap<>();
    try {
      for (Config task : ConfigFactory.parseFile(pipeline.toFile()).getConfigList("tasks")) {
        gather(task, names);
      }
    } catch (ConfigException e) {
      return names; // a pipeline of another version: the page has one chart for all losses
    }
    return names;
  }

  private static void gather(Config task, Map<String, String> names) {
    String name = task.getString("name");
    add(names, name, name, task, "train.method.type");
    add(names, name, name, task, "distill.method.type");
    add(names, name, name, task, "distill.student.method.type");
    if (task.hasPath("distill.students")) {
      for (String student : task.getObject("distill.students").keySet()) {
        add(names, name, student, task, "distill.method.type");
        String own = ConfigUtil.joinPath("distill", "students", student, "method", "type");
        add(names, name, student, task, own);
      }
    }
  }

  private static void add(
      Map<String, String> names, String task, String student, Config from, String path) {
    if (from.hasPath(path)) {
      names.put(task + " · " + student, from.getString(path));
    }
  }
}
