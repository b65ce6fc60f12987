package io.reflux.pipeline;

import io.reflux.dataset.Splits;
import io.reflux.network.NetworkSettings;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import io.reflux.train.MethodTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries what would else fail after hours: models are opened and asked, and each method computes its
 * loss once, on what student and teacher are going to answer.
 */
final class TrialCheck {
  private final Map<String, TaskDraft> tasks = new LinkedHashMap<>();
  private final Splits splits;

  /** For the tasks of a file, and its data. */
  TrialCheck(List<TaskDraft> drafts, Splits splits) {
    drafts.forEach(draft -> tasks.put(draft.name(), draft));
    this.splits = splits;
  }

  /** Notes what fails. */
  void check() {
    tasks.values().forEach(draft -> draft.work().ifPresent(work -> work.visit(new Trial(draft))));
  }

  private Optional<NetworkSettings> student(ModelSource.Student student) {
    return Optional.ofNullable(tasks.get(student.task()))
        .flatMap(TaskDraft::learn)
        .flatMap(
            learn ->
                learn.students().size() == 1
                    ? learn.students().values().stream().findFirst()
                    : Optional.ofNullable(learn.students().get(student.name())))
        .map(StudentSpec::network);
  }

  /** A task's trial; its answer says nothing. */
  private final class Trial implements Work.Visitor<Boolean> {
    private final TaskDraft draft;

    Trial(TaskDraft draft) {
      this.draft = draft;
    }

    @Override
    public Boolean learn(Learn learn) {
      Optional<Map<String, long[]>> taught = taught(learn);
      for (StudentSpec student : learn.students().values()) {
        Optional<Map<String, long[]>> own = answered(learn, student);
        if (taught.isPresent() && own.isPresent()) {
          Dimensions dimensions =
              new Dimensions(
                  splits.train().classes(), splits.train().size(), own.get(), taught.get());
          MethodTrial.problem(student.method().value(), dimensions, learn.views().count())
              .ifPresent(
                  why ->
                      CompatibilityCheck.section(draft, student, "method")
                          .refuse("type", "a student and a teacher that fit: " + why));
        }
      }
      return true;
    }

    private Optional<Map<String, long[]>> answered(Learn learn, StudentSpec student) {
      Section network = CompatibilityCheck.section(draft, student, "network");
      try {
        student.network().build().rowShapes(learn.views().test().side());
        return Optional.of(student.network().build().rowShapes(learn.views().train().side()));
      } catch (InputException e) {
        network.refuseWith(e.getMessage() + ", of " + student.name());
        return Optional.empty();
      }
    }

    private Optional<Map<String, long[]>> taught(Learn learn) {
      Map<String, long[]> rows = new LinkedHashMap<>();
      boolean known = true;
      AgreementCheck agreement = new AgreementCheck(draft, learn);
      DiskCheck disk = new DiskCheck(draft, learn);
      for (Map.Entry<TeacherName, TeacherSpec> each : learn.teachers().entrySet()) {
        TeacherSpec spec = each.getValue();
        Section use = draft.useSection(each.getKey());
        ModelTrial.Tried tried =
            new ModelTrial.Tried(learn.views().train().side(), spec.devices().get(0));
        Optional<Map<String, long[]>> found =
            new ModelTrial(use, tried, TrialCheck.this::student).of(spec.source());
        known &= found.isPresent();
        found.ifPresent(shapes -> rows.putAll(each.getKey().address(shapes)));
        found.ifPresent(
            shapes -> disk.cache(use, each, new DiskCheck.Answers(shapes, splits.train().size())));
        found
            .map(shapes -> shapes.get(LossInput.EMBEDDING))
            .ifPresent(row -> agreement.add(spec, row.length == 1 ? row[0] : 0));
      }
      agreement.check();
      disk.runDirectory();
      return known ? Optional.of(rows) : Optional.empty();
    }

    @Override
    public Boolean measure(Measure measure) {
      ModelTrial.Tried tried = new ModelTrial.Tried(measure.view().side(), measure.device());
      new ModelTrial(draft.body(), tried, TrialCheck.this::student).of(measure.source());
      return true;
    }

    @Override
    public Boolean export(Export export) {
      return true;
    }
  }
}
