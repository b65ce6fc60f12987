package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code tasks = [ … ]}: each by itself, then all beside each other. */
final class TasksReader {
  private final TaskReader reader;

  /**
   * For a file.
   *
   * @param hardware what one of the tasks has of the machine
   */
  TasksReader(Devices devices, Pace.Hardware hardware) {
    reader = new TaskReader(devices, hardware);
  }

  /** All tasks as written, joined by their names, in the order of the file. */
  List<TaskDraft> read(Section root) {
    List<TaskDraft> drafts = root.sections("tasks").stream().map(reader::read).toList();
    if (drafts.isEmpty() && root.has("tasks")) {
      root.refuse("tasks", "at least one task");
    }
    Set<String> names = new LinkedHashSet<>();
    for (TaskDraft draft : drafts) {
      if (!draft.name().isEmpty() && !names.add(draft.name())) {
        draft.section().refuse("name", "a name that no other task has");
      }
    }
    drafts.forEach(
        draft -> draft.learn().ifPresent(learn -> CompatibilityCheck.checkMethods(draft, learn)));
    drafts.forEach(draft -> draft.learn().ifPresent(learn -> LearningCheck.check(draft, learn)));
    drafts.forEach(draft -> draft.learn().ifPresent(learn -> SharesCheck.check(draft, learn)));
    drafts.forEach(draft -> draft.learn().ifPresent(learn -> GroupNames.check(draft, learn)));
    drafts.forEach(
        draft -> draft.learn().ifPresent(learn -> ViewSides.checkStudents(draft, learn)));
    drafts.forEach(
        draft ->
            draft
                .learn()
                .filter(learn -> learn.teachers().isEmpty())
                .ifPresent(learn -> CompatibilityCheck.checkAlone(draft, learn)));
    return new References(drafts).joined();
  }

  /** The tasks in an order that respects their needs; of use only if no problem was noted. */
  static List<Task> ordered(List<TaskDraft> drafts) {
    Map<String, TaskDraft> byName = new LinkedHashMap<>();
    drafts.forEach(draft -> byName.put(draft.name(), draft));
    List<TaskGraph.Node> nodes = new ArrayList<>();
    for (TaskDraft draft : drafts) {
      nodes.add(new TaskGraph.Node(draft.name(), draft.allNeeds(byName.keySet()), draft.section()));
    }
    List<Task> tasks = new ArrayList<>();
    for (TaskGraph.Node node : TaskGraph.order(nodes)) {
      TaskDraft draft = byName.get(node.name());
      if (draft != null) {
        draft.work().ifPresent(work -> tasks.add(new Task(node.name(), node.needs(), work)));
      }
    }
    return tasks;
  }
}
