package io.reflux.batch;

import io.reflux.chance.Chance;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.Unreadable;
import io.reflux.view.ViewRecipe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Turns plans into pixels. An example is decoded once, however many views of it are asked for. What
 * comes out depends on the plan alone, not on threads or order. Safe for many threads.
 */
public final class BatchLoader {
  private final PictureReader reader;
  private final List<ViewRecipe> views;
  private final PixelPool pool;

  /**
   * A loader of one split.
   *
   * @param views how each view is made, each of its own side; view {@code k} takes recipe {@code k}
   *     modulo their number
   * @param pool where the memory comes from
   */
  public BatchLoader(PictureReader reader, List<ViewRecipe> views, PixelPool pool) {
    this.reader = reader;
    this.views = List.copyOf(views);
    this.pool = pool;
  }

  /**
   * Loads a batch as soon as there is memory for it.
   *
   * @param executor whose threads decode, several of them at once where it has several
   * @return the batch, to be released by whoever uses it up; fails as {@link PixelPool#acquire}
   */
  public CompletionStage<PixelBatch> load(BatchPlan plan, Executor executor) {
    int examples = plan.exampleIds().length;
    PixelLayout planned = layout(plan, examples);
    return pool.acquire(planned.bytes())
        .thenCompose(
            buffer -> {
              BatchFilling filling =
                  new BatchFilling(buffer, examples, place -> fill(plan, place, planned, buffer));
              return filling.on(executor).thenApply(filled -> batch(plan, planned, filled, buffer));
            });
  }

  private PixelBatch batch(
      BatchPlan plan, PixelLayout planned, BatchFilling filling, PixelBuffer buffer) {
    int[] readable = filling.readable();
    PixelLayout layout = layout(plan, readable.length);
    if (readable.length < plan.exampleIds().length) {
      closeGaps(buffer.memory(), readable, planned, layout);
    }
    if (plan.mixed() && readable.length > 0) {
      Mixup.mix(plan, layout, readable.length, buffer.memory());
    }
    return new PixelBatch(plan, readable, layout, filling.unreadable(), buffer);
  }

  /** Puts all views of an example into their places, or says why there are none. */
  private Optional<Unreadable> fill(
      BatchPlan plan, int place, PixelLayout layout, PixelBuffer buffer) {
    Loaded loaded =
        reader.read(
            plan.exampleIds()[place], (width, height) -> needed(width, height, plan, place));
    loaded.part().ifPresent(part -> write(part, plan, place, layout, buffer.memory()));
    return loaded.problem();
  }

  /** What all views of an example look at together. */
  private Box needed(int width, int height, BatchPlan plan, int place) {
    Box all = views.get(0).needed(width, height, chance(plan, place, 0));
    for (int k = 1; k < plan.views(); k++) {
      all = all.and(views.get(k % views.size()).needed(width, height, chance(plan, place, k)));
    }
    return all;
  }

  private void write(Cutout cutout, BatchPlan plan, int i, PixelLayout layout, ByteBuffer memory) {
    for (int k = 0; k < plan.views(); k++) {
      Picture view = views.get(k % views.size()).view(cutout, chance(plan, i, k));
      memory.put(layout.start(k, i), view.rgb());
    }
  }

  private static Chance chance(BatchPlan plan, int place, int view) {
    return plan.chanceOf(plan.exampleIds()[place], plan.draws()[place], view);
  }

  /**
   * Moves the rows of readable examples together, in the order in which they lie; no row moves up,
   * so none is overwritten.
   */
  private static void closeGaps(
      ByteBuffer memory, int[] readable, PixelLayout planned, PixelLayout layout) {
    for (ViewGroup group : planned.groups()) {
      for (int view : group.views()) {
        byte[] row = new byte[planned.rowBytes(view)];
        for (int i = 0; i < readable.length; i++) {
          memory.get(planned.start(view, readable[i]), row);
          memory.put(layout.start(view, i), row);
        }
      }
    }
  }

  private PixelLayout layout(BatchPlan plan, int examples) {
    List<Integer> sides = new ArrayList<>();
    for (int k = 0; k < plan.views(); k++) {
      sides.add(views.get(k % views.size()).side());
    }
    return new PixelLayout(sides, examples);
  }
}
