package io.reflux.pipeline;

import io.reflux.setting.Amount;
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
                    "at most %d: a batch of %s and %s is %s of %s",
                    pieces,
                    Amount.of(examples, "example"),
                    Amount.of(views, "view"),
                    Amount.of(pieces, "piece"),
                    Amount.of(place.piece((long) examples * views), "row")));
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
