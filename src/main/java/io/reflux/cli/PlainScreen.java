package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines for files and pipes: one for what happens, and one now and then for how it goes. */
final class PlainScreen implements Screen {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final String STEP = "step";

  private final PrintWriter out;
  private final LongSupplier nanos;
  private final Map<String, Told> works = new HashMap<>();

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

  /** The first of a task's steps is told at once: whoever looks into a file sees that it goes. */
  @Override
  public synchronized void begin(Work work) {
    long now = nanos.getAsLong();
    long told = work.unit().equals(STEP) ? now - EVERY.toNanos() : now;
    works.put(work.name(), new Told(work, now, told));
  }

  @Override
  public synchronized void step(String name, Going going) {
    Told before = works.get(name);
    long now = nanos.getAsLong();
    if (before == null
        || (now - before.told < EVERY.toNanos() && going.done() < before.work.all())) {
      return;
    }
    Work work = before.work;
    works.put(name, new Told(work, before.began, now));
    double perSecond = Math.max(1, going.done() - work.from()) / ((now - before.began) / 1e9);
    String detail = going.detail().isEmpty() ? "" : ", " + going.detail();
    String toGo = going.secondsToGo() < 0 ? "time" : Clock.text(going.secondsToGo());
    line(
        String.format(
            "%s: %s %d of %d%s, %.1f %ss/s, %s to go%s",
            name,
            work.unit(),
            going.done(),
            work.all(),
            detail,
            perSecond,
            work.unit(),
            toGo,
            going.secondsToGo() < 0 ? " unknown" : ""));
  }

  @Override
  public synchronized void end(String name) {
    works.remove(name);
  }

  @Override
  public void drop(String name) {
    end(name);
  }

  @Override
  public void end() {}

  @Override
  public void close() {}

  /** Something at work: when it began here, and when it was told of last. */
  private record Told(Work work, long began, long told) {}
}
