package io.reflux.pipeline;

import io.reflux.setting.Section;

/** Whether the parts of a training fit each other: methods, networks, teacher, views. */
final class Agreement {
  private Agreement() {}

  /** Notes what does not fit in a training without teacher. */
  static void checkAlone(Draft draft, Learn learn) {
    for (StudentSpec student : learn.students().values()) {
      if (!student.method().teacherOutputs().isEmpty()) {
        methodSection(draft, student)
            .refuse("type", "a method without teacher; this one needs distill { teacher { … } }");
      }
    }
  }

  /** Notes what does not fit between a training and its teacher. */
  static void check(Draft draft, Learn learn, StudentSpec teacher) {
    boolean listens =
        learn.students().values().stream().anyMatch(s -> !s.method().teacherOutputs().isEmpty());
    if (!listens) {
      draft.body().refuse("teacher", "a student whose method learns from the teacher; none does");
    }
  }

  private static Section methodSection(Draft draft, StudentSpec student) {
    Section body = draft.body();
    if (draft.kind().equals("train")) {
      return body.section("method");
    }
    Section own =
        body.has("students")
            ? body.section("students").section(student.name())
            : body.section("student");
    return own.has("method") ? own.section("method") : body.section("method");
  }
}
