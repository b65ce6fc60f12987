package io.reflux.pipeline;

import io.reflux.dataset.Splits;
import io.reflux.engine.Device;
import io.reflux.network.NetworkSettings;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.setting.InputException;
import io.reflux.setting.Section;
import io.reflux.teacher.CacheMode;
import io.reflux.train.MethodTrial;
import io.reflux.view.ViewRecipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries what would else fail after hours: models are opened and asked, and each method computes its
 * loss once, on what student and teacher are going to answer.
 */
final class TrialCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TrialCheck.class);

  /** More of what a teacher computes than this is a slip; the rest of a batch is less. */
  private static final double MOST_WASTE = 0.5;

  private final Map<String, TaskDraft> tasks = new LinkedHashMap<>();
  private final Splits splits;

  /** For the tasks of a file, and its data. */
  TrialCheck(List<TaskDraft> drafts, Splits splits) {
    drafts.forEach(draft -> tasks.put(draft.name(), draft));
    this.splits = splits;
  }

  /** Notes what fails. */
  void check() {
    tasks.values().forEach(draft -> draft.work().ifPresent(work -> check(draft, work)));
  }

  private void check(TaskDraft draft, Work work) {
    int before = draft.body().problemsSoFar();
    try {
      work.visit(new Trial(draft));
    } catch (InputException e) {
      if (draft.body().problemsSoFar() == before) { // else it is said where it is written
        draft.body().refuseWith(String.valueOf(e.getMessage()));
      }
    }
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
        own.ifPresent(passes -> new NormCheck(draft, learn, splits.train().size()).check(student));
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
      tellOfMemory(learn);
      learn.teachers().forEach((name, teacher) -> tellOfWaste(learn, name, teacher));
      return true;
    }

    private void tellOfMemory(Work work) {
      List<MemoryNeed> needs = work.visit(new MemoryNeeds(TrialCheck.this::student));
      MemoryNeed.doubts(needs, Device::memoryBytes)
          .forEach(doubt -> LOG.warn("{}: {}", draft.name(), doubt));
    }

    private void tellOfWaste(Learn learn, TeacherName name, TeacherSpec teacher) {
      TeacherChunk chunk = TeacherChunk.of(learn, teacher);
      if (teacher.batchSize().isPresent() && chunk.wasted() > MOST_WASTE) {
        LOG.warn(
            "{}: {}.batch-size: {} (expected: about the images of a batch, or auto; {} % of what is"
                + " computed is in vain)",
            draft.name(), name.of("teacher"), chunk.images(), Math.round(100 * chunk.wasted()));
      }
    }

    private Optional<Map<String, long[]>> answered(Learn learn, StudentSpec student) {
      Section network = CompatibilityCheck.section(draft, student, "network");
      try {
        ModelTrial.rows(student.network(), learn.views().test().side());
        StudentRows.of(learn, student)
            .forEach(group -> ModelTrial.rows(student.network(), group.side()));
        return Optional.of(ModelTrial.rows(student.network(), learn.views().train().side()));
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
        Optional<Map<String, long[]>> found = Optional.empty();
        for (int side : sides(learn, spec)) {
          ModelTrial.Tried tried = new ModelTrial.Tried(side, spec.devices().get(0));
          found = new ModelTrial(use, tried, TrialCheck.this::student).of(spec.source());
          if (found.isEmpty()) {
            break;
          }
        }
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

    /**
     * Of all images that a teacher is shown: to be measured, unaltered, in each view; last those of
     * the first view.
     */
    private List<Integer> sides(Learn learn, TeacherSpec teacher) {
      Set<Integer> sides = new LinkedHashSet<>();
      if (teacher.measure() || teacher.cache().mode() == CacheMode.CLEAN) {
        sides.add(learn.views().test().side());
      }
      List<ViewRecipe> recipes = learn.views().recipes();
      learn.taughtViews().forEach(view -> sides.add(recipes.get(view).side()));
      int first = learn.views().train().side();
      sides.remove(first);
      List<Integer> all = new ArrayList<>(sides);
      all.add(first);
      return all;
    }

    @Override
    public Boolean measure(Measure measure) {
      ModelTrial.Tried tried = new ModelTrial.Tried(measure.view().side(), measure.device());
      new ModelTrial(draft.body(), tried, TrialCheck.this::student).of(measure.source());
      tellOfMemory(measure);
      return true;
    }

    @Override
    public Boolean export(Export export) {
      return true;
    }
  }
}
