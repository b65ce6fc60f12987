package io.reflux.setting;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work whose cost a text decides, on a thread of its own: so much stack, so much time, and whatever
 * it runs out of is one sentence.
 *
 * @param time how long it may take; what takes longer is left alone, on a thread that keeps nobody
 */
record Bounded(Duration time) {
  private static final long STACK_BYTES = 16L << 20;

  /**
   * The work's answer.
   *
   * @throws TooMuchException if it ran out of stack, memory or time
   */
  <T> T run(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(null, () -> answer.completeAsync(work, Runnable::run), "reader", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TooMuchException(
          "substitutions that take more than " + time.toSeconds() + " s", "fewer of them");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a text was read", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return Nesting.tooDeep("");
    }
    if (cause instanceof OutOfMemoryError) {
      return new TooMuchException("more values than there is memory for", "fewer of them");
    }
    return cause instanceof RuntimeException own ? own : new IllegalStateException(cause);
  }
}
