package io.reflux.pipeline;

import com.typesafe.config.ConfigUtil;
import io.reflux.teacher.CacheMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where feature caches lie that several runs use, one after another. */
final class SharedCaches {
  private SharedCaches() {}

  /**
   * What has to be said of a pipeline so that its caches lie in a folder: an assignment for each
   * that has no absolute place of its own.
   */
  static List<String> assignments(List<Task> tasks, Path folder) {
    List<String> assignments = new ArrayList<>();
    for (Task task : tasks) {
      task.learn()
          .ifPresent(
              learn ->
                  learn
                      .teachers()
                      .forEach(
                          (name, teacher) -> {
                            if (isMovable(teacher)) {
                              assignments.add(
                                  key(task, name)
                                      + "="
                                      + ConfigUtil.quoteString(folder.toString()));
                            }
                          }));
    }
    return assignments;
  }

  private static boolean isMovable(TeacherSpec teacher) {
    return teacher.cache().mode() != CacheMode.OFF
        && !Path.of(teacher.cache().directory()).isAbsolute();
  }

  private static String key(Task task, TeacherName teacher) {
    List<String> path = new ArrayList<>(List.of("tasks", task.name(), "distill"));
    path.addAll(
        teacher.text().isEmpty() ? List.of("teacher") : List.of("teachers", teacher.text()));
    path.addAll(List.of("cache", "directory"));
    return ConfigUtil.joinPath(path);
  }
}
