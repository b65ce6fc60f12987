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
}
