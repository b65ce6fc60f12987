package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines for files and pipes: one for what happens, and one now and then for how it goes. */
final class PlainScreen implements Screen {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final LongSupplier nanos;
  private String task = "";
  private long steps;
  private long fromStep;
  private long began;
  private long told;

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
    task = name;
    steps = all;
    fromStep = from;
    began = nanos.getAsLong();
    told = began;
  }

  @Override
  public synchronized void step(long step, String detail) {
    long now = nanos.getAsLong();
    if (now - told < EVERY.toNanos() && step < steps) {
      return;
    }
    told = now;
    long done = Math.max(1, step - fromStep);
    double secondsPerStep = (now - began) / 1e9 / done;
    line(
        String.format(
            "%s: step %d of %d, %s, %.1f steps/s, %s to go",
            task,
            step,
            steps,
            detail,
            1 / secondsPerStep,
            Clock.text((steps - step) * secondsPerStep)));
  }

  @Override
  public void end() {}

  @Override
  public void close() {}
}
