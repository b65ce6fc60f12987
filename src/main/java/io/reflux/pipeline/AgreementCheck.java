package io.reflux.pipeline;

import io.reflux.evaluate.Metric;
import io.reflux.setting.Defaults;
import io.reflux.setting.Section;
import java.util.List;
import java.util.Optional;

/** Whether metrics that compare students with their teacher have one to compare with. */
final class AgreementCheck {
  private final TaskDraft draft;
  private final Learn learn;
  private final List<Metric> metrics;
  private Optional<Long> size = Optional.empty();

  AgreementCheck(TaskDraft draft, Learn learn) {
    this.draft = draft;
    this.learn = learn;
    metrics = learn.evaluation().metrics();
  }

  /** Where the evaluation of a training is written, or its defaults are. */
  static Section evaluation(TaskDraft draft) {
    return draft.body().withDefaults(Defaults.of("pipeline.learn")).section("evaluate");
  }

  /**
   * The next teacher: the first that is measured is compared with.
   *
   * @param numbers of its embedding; 0 if nobody knows
   */
  void add(TeacherSpec teacher, long numbers) {
    if (teacher.measure() && size.isEmpty()) {
      size = Optional.of(numbers);
    }
  }

  /** Notes what does not fit. */
  void check() {
    boolean measured = learn.teachers().values().stream().anyMatch(TeacherSpec::measure);
    boolean compares = metrics.stream().anyMatch(Metric::comparesTeacher);
    if (compares && !measured) {
      refuse(
          learn.teachers().isEmpty()
              ? "metrics that need no teacher"
              : "teacher.measure = true, for what compares with the teacher");
    }
    if (metrics.stream().anyMatch(Metric::needsTeachersSize)) {
      size.filter(numbers -> numbers > 0).ifPresent(this::checkSizes);
    }
  }

  private void checkSizes(long numbers) {
    for (StudentSpec student : learn.students().values()) {
      long own = student.network().build().embeddingSize();
      if (own != numbers) {
        refuse(
            "teacher-overlap@k: teacher-cosine compares embeddings of one size, the teacher's "
                + numbers
                + " with the "
                + own
                + " of "
                + student.name());
      }
    }
  }

  private void refuse(String expected) {
    evaluation(draft).refuse("metrics", expected);
  }
}
