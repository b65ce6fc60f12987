package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins what tasks say of each other: whose model is the teacher, whose is measured. */
final class References {
  private final Map<String, Draft> tasks = new LinkedHashMap<>();

  /** Among the tasks of a file; of two with one name the first counts. */
  References(List<Draft> drafts) {
    drafts.forEach(draft -> tasks.putIfAbsent(draft.name(), draft));
  }

  /** The same tasks with every model looked up; what is not found is noted as a problem. */
  List<Draft> joined() {
    List<Draft> joined = new ArrayList<>();
    for (Draft draft : tasks.values()) {
      joined.add(draft.work().flatMap(work -> joined(draft, work)).map(draft::with).orElse(draft));
    }
    return joined;
  }

  private Optional<Work> joined(Draft draft, Work work) {
    if (work instanceof Measure measure) {
      return find(draft, new ModelName(measure.task(), measure.student()))
          .map(found -> measured(measure, found));
    }
    Learn learn = (Learn) work;
    return learn
        .teacher()
        .flatMap(
            teacher ->
                find(draft, new ModelName(teacher.task(), teacher.student()))
                    .map(found -> taught(draft, learn, teacher, found)));
  }

  private Optional<ModelName.Found> find(Draft draft, ModelName name) {
    Section place = draft.useSection();
    if (name.task().isEmpty()) {
      return Optional.empty();
    }
    if (name.task().equals(draft.name())) {
      place.refuse("task", "another task than its own");
      return Optional.empty();
    }
    return name.find(tasks, place);
  }

  private static Work measured(Measure measure, ModelName.Found found) {
    boolean open = measure.view().equals(MeasureReader.AS_TRAINED);
    return measure.of(
        found.student().name(), open ? found.training().views().test() : measure.view());
  }

  private static Work taught(Draft draft, Learn learn, TeacherSpec teacher, ModelName.Found found) {
    Agreement.check(draft, learn, found.student());
    return learn.with(teacher.withStudent(found.student().name()));
  }
}
