package io.reflux.status;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of a dispatcher whose settings name this as {@code executor}. It takes a small
 * share of the machine's processors and then rests, however much there is to do: whoever works at
 * something better loses no more than that. Made by Akka.
 *
 * <p>A low priority would give it all that nobody else wants. But then it hardly runs at all beside
 * other processes, and a collection of garbage waits for it, or for a lock that it holds.
 */
final class AllowedExecutor extends ExecutorServiceConfigurator {
  private final double share;
  private final Duration atOnce;

  AllowedExecutor(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    share = config.getDouble("share") * Runtime.getRuntime().availableProcessors();
    atOnce = config.getDuration("at-once");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return () -> new OneThread(threads, new ProcessorAllowance(share, atOnce, System.nanoTime()));
  }

  /**
   * Rests between two pieces of work; the time of a virtual machine without clocks is free. A
   * thread that takes the place of one which an error has ended begins to count anew.
   */
  private static final class OneThread extends ThreadPoolExecutor {
    private static final ThreadMXBean CLOCKS = ManagementFactory.getThreadMXBean();

    private final ProcessorAllowance allowance;
    private long counted;

    OneThread(ThreadFactory threads, ProcessorAllowance allowance) {
      super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
      this.allowance = allowance;
    }

    /** Counts all that the thread has taken since the last time, the way between two works too. */
    @Override
    protected void afterExecute(Runnable work, Throwable failure) {
      long now = processorNanos();
      long rest = allowance.took(Math.max(0, now - counted), System.nanoTime());
      counted = now;
      if (rest > 0) {
        LockSupport.parkNanos(rest);
      }
    }

    private static long processorNanos() {
      return CLOCKS.isCurrentThreadCpuTimeSupported() ? CLOCKS.getCurrentThreadCpuTime() : 0;
    }
  }
}
