package io.reflux.batch;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that read and decode images; a process may end while they are at work. */
public final class DecodingThreads {
  private DecodingThreads() {}

  /**
   * A fixed number of them, to be shut down by whoever asked for them.
   *
   * @param name what each is called, before its number
   */
  public static ExecutorService of(int count, String name) {
    AtomicInteger numbers = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread = new Thread(work, name + "-" + numbers.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        });
  }
}
