package io.reflux.pipeline;

import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import java.util.List;

/** Whether the pixels of every batch find room in what may be in flight. */
final class PixelBudgetCheck {
  private static final int MEBIBYTE = 1 << 20;

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
      long bytes = draft.work().map(work -> work.visit(new LargestBatch())).orElse(0L);
      if (bytes > Integer.MAX_VALUE) {
        draft
            .body()
            .refuse("batches of less than 2 GiB of pixels; not of " + mebibytes(bytes) + " MiB");
      } else if (bytes > machine.bytesOfEachPool()) {
        section.refuse(
            "in-flight",
            ">= "
                + mebibytes(2 * bytes)
                + " MiB, twice the pixels of a batch of task "
                + draft.name());
        return;
      }
    }
  }

  /** The bytes of pixels of the largest batch of some work. */
  private static final class LargestBatch implements Work.Visitor<Long> {
    @Override
    public Long learn(Learn learn) {
      ViewSpec views = learn.views();
      int examples = learn.sampler().batchSize();
      long shown =
          Math.max(learn.evaluation().batchSize(), learn.showsCleanImages() ? examples : 0);
      long trained = views.recipes().stream().mapToLong(LargestBatch::bytes).sum();
      return Math.max(examples * trained, shown * bytes(views.test()));
    }

    @Override
    public Long measure(Measure measure) {
      return measure.batchSize() * bytes(measure.view());
    }

    @Override
    public Long export(Export export) {
      return 0L;
    }

    private static long bytes(ViewRecipe view) {
      return 3L * view.side() * view.side();
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }
}
