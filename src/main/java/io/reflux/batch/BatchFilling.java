package io.reflux.batch;

import io.reflux.intake.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch that several threads fill: its examples are shared out in slices of a fixed number. What
 * is in it doesn't depend on who fills which, or when. The memory of one that fails is given back
 * when no thread is at it any more.
 */
final class BatchFilling {
  /** Few enough for many threads at a small batch, and enough that handing out costs nothing. */
  private static final int SLICE = 4;

  private final PixelBuffer buffer;
  private final IntFunction<Optional<Unreadable>> filler;
  private final AtomicReferenceArray<@Nullable Unreadable> unreadable;
  private final AtomicInteger open;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<BatchFilling> filled = new CompletableFuture<>();

  /**
   * A batch of which nothing is filled.
   *
   * @param buffer its memory
   * @param examples how many it has
   * @param filler fills the rows of an example, by its place; says why there are none, if its
   *     picture can't be read
   */
  BatchFilling(PixelBuffer buffer, int examples, IntFunction<Optional<Unreadable>> filler) {
    this.buffer = buffer;
    this.filler = filler;
    unreadable = new AtomicReferenceArray<>(examples);
    open = new AtomicInteger(1 + (examples + SLICE - 1) / SLICE);
  }

  /**
   * Has it filled.
   *
   * @return itself, filled; fails with the first thing that went wrong
   */
  CompletionStage<BatchFilling> on(Executor executor) {
    int examples = unreadable.length();
    for (int from = 0; from < examples; from += SLICE) {
      int first = from;
      int end = Math.min(examples, from + SLICE);
      try {
        executor.execute(() -> slice(first, end));
      } catch (RejectedExecutionException e) {
        failed(e);
        done();
      }
    }
    done();
    return filled;
  }

  /** The places whose examples could be read, in order. */
  int[] readable() {
    return IntStream.range(0, unreadable.length())
        .filter(place -> unreadable.get(place) == null)
        .toArray();
  }

  /** Those that could not be read, in order. */
  List<Unreadable> unreadable() {
    List<Unreadable> found = new ArrayList<>();
    for (int place = 0; place < unreadable.length(); place++) {
      Optional.ofNullable(unreadable.get(place)).ifPresent(found::add);
    }
    return found;
  }

  private void slice(int first, int end) {
    try {
      for (int place = first; place < end && failure.get() == null; place++) {
        unreadable.set(place, filler.apply(place).orElse(null));
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      done();
    }
  }

  private void failed(Throwable error) {
    failure.compareAndSet(null, error);
  }

  private void done() {
    if (open.decrementAndGet() > 0) {
      return;
    }
    Throwable error = failure.get();
    if (error == null) {
      filled.complete(this);
    } else {
      buffer.release();
      filled.completeExceptionally(error);
    }
  }
}
