package io.reflux.rundir;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes, piece after piece, in the order in which they were handed in, while whoever
 * hands in goes on. What a piece fails with, the next call fails with. Handed to by one thread.
 */
final class WritingThread implements AutoCloseable {
  /** Steps that may wait, each with its lines; beyond, whoever hands in waits too. */
  private static final int MOST_PIECES = 1024;

  private final ExecutorService thread;
  private final Semaphore room = new Semaphore(MOST_PIECES);
  private volatile @Nullable Throwable failure;

  /** A thread of that name, which keeps no process from leaving. */
  WritingThread(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread daemon = new Thread(work, name);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Has a piece written, some time. */
  void hand(Runnable piece) {
    failIfFailed();
    room.acquireUninterruptibly();
    thread.execute(
        () -> {
          try {
            if (failure == null) {
              piece.run();
            }
          } catch (Throwable e) { // told to whoever comes next
            failure = e;
          } finally {
            room.release();
          }
        });
  }

  /** Has a piece written, after all that was handed in before, and waits for it. */
  void await(Runnable piece) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    hand(piece);
    thread.execute(() -> done.complete(null));
    done.join();
    failIfFailed();
  }

  /** Waits for all that was handed in. */
  @Override
  public void close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    thread.execute(() -> done.complete(null));
    done.join();
    thread.shutdown();
  }

  private void failIfFailed() {
    Throwable met = failure;
    if (met instanceof RuntimeException exception) {
      throw exception;
    }
    if (met instanceof Error error) {
      throw error;
    }
    if (met != null) {
      throw new CompletionException(met);
    }
  }
}
