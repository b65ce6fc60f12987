package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines for files and pipes: one for what happens, and one now and then for how it goes. */
final class PlainScreen implements Screen {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final LongSupplier nanos;
  private final Map<String, Going> tasks = new HashMap<>();

  /**
   * On a writer.
   *
   * @param nanos a clock in nanoseconds
   */
  PlainScreen(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void begin(String name, long all, long from) {
    long now = nanos.getAsLong();
    tasks.put(name, new Going(all, from, now, now));
  }

  @Override
  public synchronized void step(String task, long step, String detail) {
    Going going = tasks.get(task);
    long now = nanos.getAsLong();
    if (going == null || (now - going.told < EVERY.toNanos() && step < going.steps)) {
      return;
    }
    tasks.put(task, new Going(going.steps, going.fromStep, going.began, now));
    long done = Math.max(1, step - going.fromStep);
    double secondsPerStep = (now - going.began) / 1e9 / done;
    line(
        String.format(
            "%s: step %d of %d, %s, %.1f steps/s, %s to go",
            task,
            step,
            going.steps,
            detail,
            1 / secondsPerStep,
            Clock.text((going.steps - step) * secondsPerStep)));
  }

  @Override
  public synchronized void end(String task) {
    tasks.remove(task);
  }

  @Override
  public void end() {}

  @Override
  public void close() {}

  /** A task at work: when it began here, and when it was told of last. */
  private record Going(long steps, long fromStep, long began, long told) {}
}
