package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
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

  /** The task whose model it uses; empty if it uses none. */
  Optional<String> uses() {
    return source().flatMap(ModelSource::student).map(ModelSource.Student::task);
  }

  /** The model that it uses; empty if it uses none. */
  Optional<ModelSource> source() {
    return work.flatMap(UsedModel::of);
  }

  /** Where its work was written. */
  Section body() {
    return section.section(kind);
  }

  /** Where the model that it uses was written. */
  Section useSection() {
    return kind.equals("distill") ? body().section("teacher") : body();
  }

  /** What must be done before it: what it names, and the task whose model it uses if known. */
  List<String> allNeeds(Set<String> known) {
    List<String> all = new ArrayList<>(needs);
    uses()
        .filter(task -> known.contains(task) && !task.equals(name) && !all.contains(task))
        .ifPresent(all::add);
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
