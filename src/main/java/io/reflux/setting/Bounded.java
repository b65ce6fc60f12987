package io.reflux.setting;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work whose cost a text decides, on a thread of its own: so much stack, so much time, and whatever
 * it runs out of is one sentence. What takes longer is left alone, on a thread that keeps nobody.
 *
 * @param work how much of a processor's time it may take: a busy machine makes no text too long
 * @param longest how long it may take in all, as when it waits for a disk
 */
record Bounded(Duration work, Duration longest) {
  private static final long STACK_BYTES = 16L << 20;
  private static final long LOOK_MILLIS = 50;

  /**
   * The work's answer.
   *
   * @throws RefusedTextException if it ran out of stack, memory or time
   */
  <T> T run(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(null, () -> answer.completeAsync(work, Runnable::run), "reader", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return answered(answer, thread.getId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a text was read", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private <T> T answered(CompletableFuture<T> answer, long thread)
      throws InterruptedException, ExecutionException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (threads.getThreadCpuTime(thread) > work.toNanos()) {
          throw new RefusedTextException(
              "substitutions that take more than " + work.toSeconds() + " s", "fewer of them");
        }
        if (System.nanoTime() - deadline > 0) {
          throw new RefusedTextException(
              "not read within " + longest.toSeconds() + " s", "files that can be read");
        }
      }
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return Nesting.tooDeep("");
    }
    if (cause instanceof OutOfMemoryError) {
      return new RefusedTextException("more values than there is memory for", "fewer of them");
    }
    return cause instanceof RuntimeException own ? own : new IllegalStateException(cause);
  }
}
