package io.reflux.rundir;

import io.reflux.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;
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

  /** A checkpoint to be written, and those who wait for it or for one that it stands for. */
  static final class Due {
    private final Checkpoint checkpoint;
    private final CompletableFuture<Long> own = new CompletableFuture<>();
    private final List<CompletableFuture<Long>> waiting = new ArrayList<>();

    private Due(Checkpoint checkpoint, @Nullable Due before) {
      this.checkpoint = checkpoint;
      waiting.add(own);
      if (before != null) {
        waiting.addAll(before.waiting);
      }
    }

    /** What is to be written. */
    Checkpoint checkpoint() {
      return checkpoint;
    }

    /** The step of the checkpoint that is sealed for it: its own, or a later one. */
    CompletionStage<Long> step() {
      return own.copy();
    }
  }

  /** Takes one in place of one that waits. For one thread. */
  Due add(Checkpoint checkpoint) {
    Due due = new Due(checkpoint, latest.get());
    latest.set(due);
    return due;
  }

  /** True if no later one has come. */
  boolean isLatest(Due due) {
    return latest.get() == due;
  }

  /** One is sealed: nobody holds it any longer, and who waits for it is told. */
  void written(Due due) {
    latest.compareAndSet(due, null);
    due.waiting.forEach(each -> each.complete(due.checkpoint.step()));
  }
}
