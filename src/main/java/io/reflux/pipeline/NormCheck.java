package io.reflux.pipeline;

import io.reflux.network.Network;
import io.reflux.setting.Section;
import java.util.Collection;

/**
 * Whether a network is ever trained on a single image whose maps have one place where batch norm
 * looks at them: PyTorch refuses to, in the step in which it happens, which may be an epoch's last.
 */
final class NormCheck {
  private final TaskDraft draft;
  private final Learn learn;
  private final int examples;

  /**
   * Of a task.
   *
   * @param examples how many the training split has
   */
  NormCheck(TaskDraft draft, Learn learn, int examples) {
    this.draft = draft;
    this.learn = learn;
    this.examples = examples;
  }

  /** Notes it. */
  void check(StudentSpec student) {
    Network network = student.network().build();
    Collection<String> outputs = StudentRows.outputs(student);
    int full = learn.sampler().room().examples();
    int least = learn.sampler().least(examples);
    for (StudentRows rows : StudentRows.of(learn, student)) {
      if (!network.normsSinglePlaces(rows.side(), outputs)) {
        continue;
      }
      if (rows.pieces(student, full).contains(1L)) {
        refuse(student, full, rows);
      } else if (least < full && rows.pieces(student, least).contains(1L)) {
        refuse(student, least, rows);
      }
    }
  }

  private void refuse(StudentSpec student, int batch, StudentRows rows) {
    long all = (long) batch * rows.ofAnExample();
    String which =
        "; batch norm of "
            + student.name()
            + " sees maps of 1×1, and one image has no variance there";
    Section sampler = draft.body().section("sampler");
    if (all > 1) {
      String last = all + " images of " + rows.side() + "×" + rows.side() + " leave a piece of 1";
      if (student.place().microBatch() > 0) {
        Section own = CompatibilityCheck.owner(draft, student);
        own.refuse("micro-batch", "pieces of at least 2 images: " + last + which);
      } else {
        sampler.refuse("batch-size", "at least 2 images for each device: " + last + which);
      }
    } else if (batch < learn.sampler().room().examples()) {
      sampler.refuse(
          "batch-size",
          "a size that doesn't leave 1 of "
              + examples
              + " images for the epoch's last batch, or drop-last = true"
              + which);
    } else {
      sampler.refuse("batch-size", ">= 2" + which);
    }
  }
}
