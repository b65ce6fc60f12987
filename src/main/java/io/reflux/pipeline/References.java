package io.reflux.pipeline;

import io.reflux.network.Network;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Collection;
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
      return learn.teachers().isEmpty() ? Optional.empty() : Optional.of(taught(draft, learn));
    }

    @Override
    public Optional<Work> measure(Measure measure) {
      return measure
          .source()
          .student()
          .flatMap(
              student ->
                  find(draft, TeacherName.NONE, student)
                      .map(found -> measured(measure, student, found)));
    }

    @Override
    public Optional<Work> export(Export export) {
      return find(draft, TeacherName.NONE, export.source())
          .map(found -> export.of(named(export.source(), found)));
    }
  }

  /** A training with its teachers looked up, checked against all of them if they are known. */
  private Work taught(TaskDraft draft, Learn learn) {
    Map<TeacherName, TeacherSpec> found = new LinkedHashMap<>();
    List<String> outputs = new ArrayList<>();
    boolean known = true;
    AgreementCheck agreement = new AgreementCheck(draft, learn);
    for (Map.Entry<TeacherName, TeacherSpec> each : learn.teachers().entrySet()) {
      TeacherName name = each.getKey();
      Optional<Teacher> teacher = each.getValue().source().visit(new Teaching(draft, learn, name));
      found.put(name, teacher.map(t -> each.getValue().with(t.source())).orElse(each.getValue()));
      teacher.ifPresent(t -> t.outputs().forEach(output -> outputs.add(name.address(output))));
      known &= teacher.isPresent();
      teacher.ifPresent(t -> agreement.add(each.getValue(), t.size()));
    }
    agreement.check();
    if (known) {
      CompatibilityCheck.check(draft, learn, outputs);
    }
    return learn.with(found);
  }

  /**
   * A teacher that is known: who it is, by its full name, what it answers, and how many numbers its
   * embedding has, 0 if nobody knows yet.
   */
  private record Teacher(ModelSource source, Collection<String> outputs, long size) {}

  /** Looks one of a training's teachers up; empty if it isn't there. */
  private final class Teaching implements ModelSource.Visitor<Optional<Teacher>> {
    private final TaskDraft draft;
    private final Learn learn;
    private final TeacherName name;

    Teaching(TaskDraft draft, Learn learn, TeacherName name) {
      this.draft = draft;
      this.learn = learn;
      this.name = name;
    }

    @Override
    public Optional<Teacher> student(ModelSource.Student student) {
      return find(draft, name, student)
          .map(found -> checked(named(student, found), found.student().network().build()));
    }

    @Override
    public Optional<Teacher> published(ModelSource.Published published) {
      return Optional.of(checked(published, published.network().build()));
    }

    @Override
    public Optional<Teacher> foreign(ModelSource.Foreign foreign) {
      return Optional.of(new Teacher(foreign, foreign.program().outputs().keySet(), 0));
    }

    private Teacher checked(ModelSource source, Network network) {
      ViewSides.checkTeacher(draft, learn, name, network);
      return new Teacher(source, network.outputs(), network.embeddingSize());
    }
  }

  private Optional<ModelName.Found> find(
      TaskDraft draft, TeacherName teacher, ModelSource.Student student) {
    ModelName name = new ModelName(student.task(), student.name());
    Section place = draft.useSection(teacher);
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
