package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A task as it stands in the file: read, but not yet seen beside the others.
 *
 * @param name its name
 * @param needs the tasks that it names as needs
 * @param section where it was written
 * @param kind {@code train}, {@code distill}, {@code evaluate} or {@code export}; empty if it can't
 *     be told
 * @param work what it does; empty if that could not be read
 */
record TaskDraft(
    String name, List<String> needs, Section section, String kind, Optional<Work> work) {

  /** The tasks whose models it uses. */
  List<String> uses() {
    return sources().values().stream()
        .flatMap(source -> source.student().stream())
        .map(ModelSource.Student::task)
        .distinct()
        .toList();
  }

  /** The models that it uses, by the names of teachers; empty if it uses none. */
  Map<TeacherName, ModelSource> sources() {
    return work.map(UsedModels::of).orElse(Map.of());
  }

  /** Where its work was written. */
  Section body() {
    return section.section(kind);
  }

  /** Where a model that it uses was written. */
  Section useSection(TeacherName teacher) {
    if (!kind.equals("distill")) {
      return body();
    }
    return teacher.equals(TeacherName.NONE)
        ? body().section("teacher")
        : body().section("teachers").section(teacher.text());
  }

  /** What must be done before it: what it names, and the tasks whose models it uses if known. */
  List<String> allNeeds(Set<String> known) {
    List<String> all = new ArrayList<>(needs);
    uses().stream()
        .filter(task -> known.contains(task) && !task.equals(name) && !all.contains(task))
        .forEach(all::add);
    return all;
  }

  /** The training it is; empty if it is none. */
  Optional<Learn> learn() {
    return work.flatMap(TrainingOnly::of);
  }

  /** The same with other work. */
  TaskDraft with(Work other) {
    return new TaskDraft(name, needs, section, kind, Optional.of(other));
  }
}
