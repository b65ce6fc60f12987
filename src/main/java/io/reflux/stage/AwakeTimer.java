package io.reflux.stage;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something when so much time is over in which the process was at work. A process that is
 * stopped, as batch systems suspend jobs and laptops sleep, finds all its timers run out when it
 * goes on, before anybody could do what was waited for.
 *
 * <p>Time is counted in slices; one that took much longer than it is was slept through, and is
 * counted again.
 */
final class AwakeTimer {
  private static final Duration SLICE = Duration.ofSeconds(10);

  /** Later than this a timer isn't by load alone. */
  private static final Duration SLEEP = Duration.ofSeconds(5);

  /** Runs something later; the scheduler of a system, but for tests. */
  interface Alarm {
    Cancellable after(Duration delay, Runnable action);
  }

  private final Alarm alarm;
  private final LongSupplier nanos;
  private final Runnable action;
  private Duration left;
  private @Nullable Cancellable next;
  private boolean over;

  private AwakeTimer(Alarm alarm, LongSupplier nanos, Duration delay, Runnable action) {
    this.alarm = alarm;
    this.nanos = nanos;
    this.action = action;
    left = delay;
  }

  /** Begins to count. */
  static AwakeTimer start(ActorSystem<?> system, Duration delay, Runnable action) {
    Alarm alarm =
        (wait, run) -> system.scheduler().scheduleOnce(wait, run, system.executionContext());
    return start(alarm, System::nanoTime, delay, action);
  }

  static AwakeTimer start(Alarm alarm, LongSupplier nanos, Duration delay, Runnable action) {
    AwakeTimer timer = new AwakeTimer(alarm, nanos, delay, action);
    timer.count();
    return timer;
  }

  private synchronized void count() {
    if (over) {
      return;
    }
    Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
    long began = nanos.getAsLong();
    next = alarm.after(slice, () -> counted(slice, nanos.getAsLong() - began));
  }

  private void counted(Duration slice, long tookNanos) {
    boolean slept = tookNanos - slice.toNanos() > SLEEP.toNanos();
    synchronized (this) {
      left = slept ? left : left.minus(slice);
      if (over || left.compareTo(Duration.ZERO) > 0) {
        count();
        return;
      }
      over = true;
    }
    action.run();
  }

  /** What was to be done isn't any more. */
  synchronized void cancel() {
    over = true;
    if (next != null) {
      next.cancel();
    }
  }
}
