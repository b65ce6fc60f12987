package io.reflux.pipeline;

import io.reflux.setting.Nearest;
import io.reflux.setting.Section;
import java.util.Map;
import java.util.Optional;

/**
 * A student of a task, as files name it: {@code source}, or {@code source.small} where a task has
 * several students.
 *
 * @param task the task that trains it
 * @param student its name in the task; empty if the file leaves it open
 */
record ModelName(String task, String student) {

  /** Reads {@code task = source.small}. */
  static ModelName read(Section section) {
    String text = section.text("task");
    int dot = text.indexOf('.');
    return dot < 0
        ? new ModelName(text, "")
        : new ModelName(text.substring(0, dot), text.substring(dot + 1));
  }

  /**
   * Looks the student up.
   *
   * @param tasks all tasks by name
   * @param section where the name was written, for problems
   * @return the student, or empty and a problem noted
   */
  Optional<Found> find(Map<String, TaskDraft> tasks, Section section) {
    TaskDraft task = tasks.get(this.task);
    if (task == null) {
      section.refuse("task", "the name of a task; " + Nearest.hint(this.task, tasks.keySet()));
      return Optional.empty();
    }
    if (task.work().isEmpty()) {
      return Optional.empty();
    }
    Learn learn = task.learn().orElse(null);
    if (learn == null) {
      section.refuse("task", "a task that trains a student");
      return Optional.empty();
    }
    boolean open = student.isEmpty() && learn.students().size() == 1;
    String name = open ? learn.students().keySet().iterator().next() : student;
    StudentSpec found = learn.students().get(name);
    if (found == null) {
      String all = String.join(", ", learn.students().keySet().stream().map(this::of).toList());
      section.refuse("task", "one of " + all);
      return Optional.empty();
    }
    return Optional.of(new Found(found, learn));
  }

  private String of(String name) {
    return task + "." + name;
  }

  /** A student, and the training it belongs to. */
  record Found(StudentSpec student, Learn training) {}
}
