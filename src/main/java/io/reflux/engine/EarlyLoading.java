package io.reflux.engine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The loading of libtorch, a third of a second, beside what is done before it is needed. */
public final class EarlyLoading {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private EarlyLoading() {}

  /**
   * Begins; logging is set up by then. Who needs libtorch before it is loaded waits for it; if it
   * can't be loaded, it is they who are told. The process doesn't leave amid the loading: libraries
   * that are half there end by a crash.
   */
  public static void begin() {
    link();
    Thread loading = new Thread(EarlyLoading::load, "loading-libtorch");
    loading.setDaemon(true);
    Thread leaving = new Thread(() -> await(loading), "after-loading-libtorch");
    Runtime.getRuntime().addShutdownHook(leaving);
    loading.start();
  }

  /**
   * While libraries are loaded, the linker's lock is held: a thread that calls one of Java's native
   * methods for the first time stands still until they are there, and at the next safepoint all
   * others with it. What the reading of a pipeline waits with, and looks after itself with, is
   * called beforehand.
   */
  private static void link() {
    ManagementFactory.getThreadMXBean().getThreadCpuTime(Thread.currentThread().getId());
    try {
      new CompletableFuture<Void>().get(1, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // as meant
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void load() {
    try {
      Libtorch.engine();
    } catch (RuntimeException | LinkageError e) {
      // whoever needs it tries again
    }
  }

  private static void await(Thread loading) {
    try {
      loading.join(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
