package io.reflux.pipeline;

import io.reflux.view.ViewRecipe;

/**
 * How many bytes of pixels the largest batches of some work have.
 *
 * @param trained of a batch that is trained on; 0 if nothing is trained
 * @param shown of one that is only looked at: by a network that is measured, or by a teacher that
 *     sees images unaltered
 */
record BatchPixels(long trained, long shown) {

  /** Those of some work. */
  static BatchPixels of(Work work) {
    return work.visit(new Reckoning());
  }

  /** The larger one. */
  long largest() {
    return Math.max(trained, shown);
  }

  private static final class Reckoning implements Work.Visitor<BatchPixels> {
    @Override
    public BatchPixels learn(Learn learn) {
      ViewSpec views = learn.views();
      int examples = learn.sampler().batchSize();
      long shown =
          Math.max(learn.evaluation().batchSize(), learn.showsCleanImages() ? examples : 0);
      long trained = views.recipes().stream().mapToLong(Reckoning::bytes).sum();
      return new BatchPixels(examples * trained, shown * bytes(views.test()));
    }

    @Override
    public BatchPixels measure(Measure measure) {
      return new BatchPixels(0, measure.batchSize() * bytes(measure.view()));
    }

    @Override
    public BatchPixels export(Export export) {
      return new BatchPixels(0, 0);
    }

    private static long bytes(ViewRecipe view) {
      return 3L * view.side() * view.side();
    }
  }
}
