package io.reflux.pipeline;

import io.reflux.delivery.ModelDescription;
import io.reflux.sampler.SamplerRecipe;
import io.reflux.teacher.CacheMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains one or several students on the same batches, with or without a teacher.
 *
 * @param teachers whom they learn from, by name, in the order of the file; empty for a plain
 *     training
 * @param students by name, in the order of the file
 * @param sampler which examples make a batch
 * @param views how images are cut
 * @param epochs passes over the training examples
 * @param evaluation when and how students are evaluated
 * @param checkpoint when checkpoints are written
 */
public record Learn(
    Map<TeacherName, TeacherSpec> teachers,
    Map<String, StudentSpec> students,
    SamplerRecipe sampler,
    ViewSpec views,
    int epochs,
    EvaluationSpec evaluation,
    CheckpointSpec checkpoint)
    implements Work {

  /** Copies teachers and students, and keeps their order. */
  public Learn {
    teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
    students = Collections.unmodifiableMap(new LinkedHashMap<>(students));
  }

  /** The views that any method wants the teacher to look at, ascending. */
  public List<Integer> taughtViews() {
    return students.values().stream()
        .filter(student -> !student.method().value().teacherOutputs().isEmpty())
        .flatMap(student -> student.method().value().views().teacher(views.count()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** What somebody who opens one of the students has to know. */
  public ModelDescription description(StudentSpec student) {
    return ModelDescription.of(
            student.network(), student.networkText(), views.test(), views.testText())
        .weighted(student.method().value().weightings());
  }

  /** True if a teacher answers for un-augmented images, which are then loaded too. */
  boolean showsCleanImages() {
    return teachers.values().stream().anyMatch(each -> each.cache().mode() == CacheMode.CLEAN);
  }

  /** The same with other teachers. */
  Learn with(Map<TeacherName, TeacherSpec> others) {
    return new Learn(others, students, sampler, views, epochs, evaluation, checkpoint);
  }

  /** The same, evaluated otherwise. */
  Learn evaluated(EvaluationSpec other) {
    return new Learn(teachers, students, sampler, views, epochs, other, checkpoint);
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.learn(this);
  }
}
