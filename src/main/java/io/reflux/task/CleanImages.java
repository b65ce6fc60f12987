package io.reflux.task;

import akka.actor.typed.ActorRef;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.network.Images;
import io.reflux.stage.Loader;
import io.reflux.stage.ShownImages;
import io.reflux.stage.Split;
import io.reflux.stage.StageAsk;
import io.reflux.stage.TeacherImages;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Shows a teacher the images of a batch un-augmented: those that it is asked about are loaded once
 * more.
 *
 * @param ask how the loader is asked
 * @param loader who loads
 * @param patience how long it may take
 */
record CleanImages(StageAsk ask, ActorRef<Loader.Command> loader, Duration patience)
    implements TeacherImages {

  @Override
  public CompletionStage<List<ShownImages>> images(PixelBatch batch, int[] rows) {
    return ask.<Loader.Command, PixelBatch>ask(
            loader, patience, to -> new Loader.Load(Split.CLEAN, cleanPlan(batch, rows), to))
        .thenApply(clean -> ShownImages.all(copied(clean)));
  }

  private static BatchPlan cleanPlan(PixelBatch batch, int[] rows) {
    int[] ids = Arrays.stream(rows).map(row -> batch.exampleIds()[row]).toArray();
    int[] labels = Arrays.stream(rows).map(row -> batch.labels()[row]).toArray();
    BatchPlan plan = batch.plan();
    return new BatchPlan(
        plan.epoch(), 0, plan.step(), plan.globalStep(), ids, labels, 1, plan.chance());
  }

  /** The images in memory of their own, so that the pool's memory can be given back at once. */
  private static Images copied(PixelBatch batch) {
    if (!batch.unreadable().isEmpty()) {
      batch.release();
      throw new IllegalStateException(
          batch.unreadable().get(0).name()
              + ": "
              + batch.unreadable().get(0).reason()
              + " (expected: readable, as it was for the students)");
    }
    java.nio.ByteBuffer pixels = batch.pixels();
    java.nio.ByteBuffer copy = java.nio.ByteBuffer.allocateDirect(pixels.remaining());
    copy.put(pixels).flip();
    Images images = new Images(copy, batch.rows(), batch.side());
    batch.release();
    return images;
  }
}
