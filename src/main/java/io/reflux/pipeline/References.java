package io.reflux.pipeline;

import io.reflux.network.Network;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins what tasks say of each other: whose model is the teacher, whose is measured. */
final class References {
  private final Map<String, TaskDraft> tasks = new LinkedHashMap<>();

  /** Among the tasks of a file; of two with one name the first counts. */
  References(List<TaskDraft> drafts) {
    drafts.forEach(draft -> tasks.putIfAbsent(draft.name(), draft));
  }

  /** The same tasks with every model looked up; what is not found is noted as a problem. */
  List<TaskDraft> joined() {
    List<TaskDraft> joined = new ArrayList<>();
    for (TaskDraft draft : tasks.values()) {
      joined.add(
          draft
              .work()
              .flatMap(work -> work.visit(new Joined(draft)))
              .map(draft::with)
              .orElse(draft));
    }
    return joined;
  }

  /** A task's work with its model looked up; empty if it has none to look up. */
  private final class Joined implements Work.Visitor<Optional<Work>> {
    private final TaskDraft draft;

    Joined(TaskDraft draft) {
      this.draft = draft;
    }

    @Override
    public Optional<Work> learn(Learn learn) {
      return learn.teacher().flatMap(teacher -> taught(draft, learn, teacher));
    }

    @Override
    public Optional<Work> measure(Measure measure) {
      return measure
          .source()
          .student()
          .flatMap(student -> find(draft, student).map(found -> measured(measure, student, found)));
    }

    @Override
    public Optional<Work> export(Export export) {
      return find(draft, export.source()).map(found -> export.of(named(export.source(), found)));
    }
  }

  private Optional<Work> taught(TaskDraft draft, Learn learn, TeacherSpec teacher) {
    return teacher.source().visit(new Teaching(draft, learn, teacher));
  }

  /** Checks a training against its teacher; answers the training, if that adds to it. */
  private final class Teaching implements ModelSource.Visitor<Optional<Work>> {
    private final TaskDraft draft;
    private final Learn learn;
    private final TeacherSpec teacher;

    Teaching(TaskDraft draft, Learn learn, TeacherSpec teacher) {
      this.draft = draft;
      this.learn = learn;
      this.teacher = teacher;
    }

    @Override
    public Optional<Work> student(ModelSource.Student student) {
      return find(draft, student)
          .map(
              found -> {
                check(found.student().network().build());
                return learn.with(teacher.with(named(student, found)));
              });
    }

    @Override
    public Optional<Work> published(ModelSource.Published published) {
      check(published.network().build());
      return Optional.empty();
    }

    @Override
    public Optional<Work> foreign(ModelSource.Foreign foreign) {
      CompatibilityCheck.check(draft, learn, foreign.program().outputs().keySet());
      return Optional.empty();
    }

    private void check(Network network) {
      CompatibilityCheck.check(draft, learn, network.outputs());
      ViewSides.checkTeacher(draft, learn, network);
    }
  }

  private Optional<ModelName.Found> find(TaskDraft draft, ModelSource.Student student) {
    ModelName name = new ModelName(student.task(), student.name());
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

  private static Work measured(
      Measure measure, ModelSource.Student student, ModelName.Found found) {
    boolean open = measure.view().equals(MeasureReader.AS_TRAINED);
    return measure.of(
        named(student, found), open ? found.training().views().test() : measure.view());
  }

  private static ModelSource.Student named(ModelSource.Student student, ModelName.Found found) {
    return new ModelSource.Student(student.task(), found.student().name(), student.weights());
  }
}
