package io.reflux.engine;

import java.time.Duration;

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
    Thread loading = new Thread(EarlyLoading::load, "loading-libtorch");
    loading.setDaemon(true);
    Thread leaving = new Thread(() -> await(loading), "after-loading-libtorch");
    Runtime.getRuntime().addShutdownHook(leaving);
    loading.start();
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
