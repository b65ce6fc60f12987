package io.reflux.pipeline;

import io.reflux.setting.Section;
import java.util.List;

/** Whether the pixels of every batch find room in what may be in flight. */
final class PixelBudgetCheck {
  private final Section section;
  private final Machine machine;

  /**
   * A budget.
   *
   * @param section where it stands
   * @param machine what it says
   */
  PixelBudgetCheck(Section section, Machine machine) {
    this.section = section;
    this.machine = machine;
  }

  /** Notes the first task, if any, whose batches are too large. */
  void check(List<TaskDraft> drafts) {
    for (TaskDraft draft : drafts) {
      draft.learn().ifPresent(learn -> checkChunks(draft, learn));
      long bytes = draft.work().map(work -> BatchPixels.of(work).largest()).orElse(0L);
      if (bytes > Integer.MAX_VALUE) {
        draft
            .body()
            .refuse(
                "batches of less than 2 GiB of pixels; not of " + Pace.mebibytes(bytes) + " MiB");
      } else if (2 * bytes > machine.bytesInFlight().orElse(Long.MAX_VALUE)) {
        section.refuse(
            "in-flight",
            ">= "
                + Pace.mebibytes(2 * bytes)
                + " MiB, twice the pixels of a batch of task "
                + draft.name());
        return;
      }
    }
  }

  /** A teacher is shown a whole chunk at once, however few images a batch has. */
  private static void checkChunks(TaskDraft draft, Learn learn) {
    learn
        .teachers()
        .forEach(
            (name, teacher) -> {
              int side = TeacherChunk.side(learn, teacher);
              long most = Integer.MAX_VALUE / Math.max(1, 3L * side * side);
              if (teacher.batchSize().orElse(0) > most) {
                draft
                    .useSection(name)
                    .refuse(
                        "batch-size",
                        "at most " + most + ": less than 2 GiB of pixels of " + side + "×" + side);
              }
            });
  }
}
