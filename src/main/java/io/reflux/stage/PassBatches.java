package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import io.reflux.network.Images;
import io.reflux.wire.ImagePlan;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The batches of a pass that are loaded and not yet embedded. When the pass ends, as it was meant
 * to or not, none of them keeps its memory. Safe for many threads.
 */
final class PassBatches implements AutoCloseable {
  private final Set<PixelBatch> held = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Split split;
  private boolean over;

  /** None yet, of a pass over a split. */
  PassBatches(Split split) {
    this.split = split;
  }

  /** A batch's images, with how each of them is made where somebody else can make it. */
  Images images(PixelBatch batch) {
    Images images = new Images(batch.pixels(), batch.rows(), batch.side());
    return batch.plan().mixed()
        ? images
        : images.by(
            new ImagePlan(
                split.part(),
                batch.plan().chance().key(),
                IntStream.range(0, batch.rows()).mapToObj(batch::planned).toList()));
  }

  /** A batch is there. */
  synchronized PixelBatch loaded(PixelBatch batch) {
    if (over) {
      batch.release();
    } else {
      held.add(batch);
    }
    return batch;
  }

  /** True if a batch may be embedded: its memory is its own. */
  synchronized boolean holds(PixelBatch batch) {
    return held.contains(batch);
  }

  /** A batch is done with. */
  synchronized void done(PixelBatch batch) {
    held.remove(batch);
    batch.release();
  }

  /** The pass is over. */
  @Override
  public synchronized void close() {
    over = true;
    held.forEach(PixelBatch::release);
    held.clear();
  }
}
