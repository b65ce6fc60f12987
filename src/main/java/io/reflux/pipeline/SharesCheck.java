package io.reflux.pipeline;

import io.reflux.setting.Section;
import io.reflux.train.StudentPlace;

/** Whether each device of a student has a piece of its batches. */
final class SharesCheck {
  private SharesCheck() {}

  /** Notes students with more devices than pieces of a batch. */
  static void check(TaskDraft draft, Learn learn) {
    int examples = learn.sampler().room().examples();
    if (examples == 0) {
      return; // a batch that the sampler's own numbers leave empty is told as such
    }
    for (StudentSpec student : learn.students().values()) {
      int views = student.method().value().views().student(learn.views().count()).size();
      StudentPlace place = student.place();
      long pieces = place.pieces((long) examples * views);
      if (pieces < place.devices().size()) {
        section(draft.body(), student)
            .refuse(
                "devices",
                String.format(
                    "at most %d: a batch of %d example(s) and %d view(s) is %d piece(s) of %d"
                        + " row(s)",
                    pieces, examples, views, pieces, place.piece((long) examples * views)));
      }
    }
  }

  private static Section section(Section body, StudentSpec student) {
    if (body.has("students")) {
      return body.section("students").section(student.name());
    }
    return body.has("student") ? body.section("student") : body;
  }
}
