package io.reflux.report;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks for what may never come: files of a storage that hangs. */
final class InTime {
  private InTime() {}

  /**
   * The answer; empty if it takes longer than it may. It is looked for on a thread that keeps no
   * process from leaving.
   */
  static <T> Optional<T> ask(Supplier<T> question, Duration patience) {
    FutureTask<T> asking = new FutureTask<>(question::get);
    Thread thread = new Thread(asking, "report-data");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(asking.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
