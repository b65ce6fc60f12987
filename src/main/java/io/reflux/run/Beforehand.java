package io.reflux.run;

import io.reflux.dataset.Looking;
import io.reflux.stage.RunListener;
import io.reflux.stage.Watchdog;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a run does before it has stages that a watchdog looks at: images are listed and read for
 * their checksums, weights for theirs. If that takes long it is said, and if one thing takes too
 * long, what it is.
 */
final class Beforehand implements Looking, AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(2);

  private final RunListener listener;
  private final Watchdog watchdog;
  private final long beganNanos;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Beforehand::daemon);
  private String what = "what it begins with";
  private long sinceNanos;
  private boolean longTold;
  private boolean hangTold;

  /** Begins to watch. */
  static Beforehand watched(RunListener listener, Watchdog watchdog) {
    Beforehand made = new Beforehand(listener, watchdog, System.nanoTime());
    long nanos = watchdog.interval().toNanos();
    var unused =
        made.clock.scheduleAtFixedRate(
            () -> made.look(System.nanoTime()), nanos, nanos, TimeUnit.NANOSECONDS);
    return made;
  }

  /** One that is looked at by hand. */
  Beforehand(RunListener listener, Watchdog watchdog, long nowNanos) {
    this.listener = listener;
    this.watchdog = watchdog;
    beganNanos = nowNanos;
    sinceNanos = nowNanos;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "beforehand");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void at(String now) {
    what = now;
    sinceNanos = System.nanoTime();
    hangTold = false;
  }

  /** Says what there is to say at an instant. */
  synchronized void look(long nowNanos) {
    if (!longTold && nowNanos - beganNanos >= LONG.toNanos()) {
      longTold = true;
      listener.beforehand("looking at the images and weights that it begins with");
    }
    long nanos = nowNanos - sinceNanos;
    if (!hangTold && nanos >= watchdog.least().toNanos()) {
      hangTold = true;
      listener.beforehand(
          String.format(
              Locale.ROOT, "it has been at %s for %.1f s; it may hang", what, nanos / 1e9));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
