package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that are to be written: one that waits gives way to a later one, which does for
 * both. So a slow disk never holds up the training, and at most two are held in memory.
 */
final class DueCheckpoints {
  private final AtomicReference<@Nullable Due> latest = new AtomicReference<>();

  /**
   * A checkpoint to be written.
   *
   * @param sealed completed with the step of the checkpoint that is sealed for it
   */
  record Due(Checkpoint checkpoint, CompletableFuture<Long> sealed) {
    /** It is sealed. */
    void done() {
      sealed.complete(checkpoint.step());
    }

    /** The step of the checkpoint that is sealed for it: its own, or a later one. */
    CompletionStage<Long> step() {
      return sealed.copy();
    }
  }

  /** Takes one in place of one that waits. */
  Due add(Checkpoint checkpoint) {
    Due due = new Due(checkpoint, new CompletableFuture<>());
    Due before = latest.getAndSet(due);
    if (before != null) {
      due.sealed().thenAccept(before.sealed()::complete);
    }
    return due;
  }

  /** True if no later one has come. */
  boolean isLatest(Due due) {
    return latest.get() == due;
  }

  /** One is written: nobody holds it any longer. */
  void written(Due due) {
    latest.compareAndSet(due, null);
    due.done();
  }
}
