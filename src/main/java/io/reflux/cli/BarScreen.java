package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar for each task at work on the last lines of a terminal, with rate and time to go;
 * lines pass above them.
 */
final class BarScreen implements Screen {
  private static final int REFRESH_MILLIS = 250;
  private static final String CLEAR = "\r\u001b[K";
  private static final String UP = "\u001b[A";

  private final PrintWriter out;
  private final int width;
  private final Object lock = new Object();
  private final Map<String, String> shown = new LinkedHashMap<>();
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

  /**
   * On a terminal.
   *
   * @param width how many characters fit into a line
   */
  BarScreen(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  @Override
  public void line(String text) {
    above(text, () -> {});
  }

  @Override
  public synchronized void begin(String task, long steps, long fromStep) {
    end(task);
    bars.put(
        task,
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .startsFrom(fromStep, Duration.ZERO)
            .setUnit(" steps", 1)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setMaxRenderedLength(width)
            .setConsumer(new OwnLine(task))
            .build());
  }

  @Override
  public synchronized void step(String task, long step, String detail) {
    ProgressBar bar = bars.get(task);
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(" " + detail);
    }
  }

  @Override
  public synchronized void end(String task) {
    ProgressBar bar = bars.remove(task);
    if (bar != null) {
      bar.close();
      String last = shown.getOrDefault(task, "");
      above(last, () -> shown.remove(task));
    }
  }

  @Override
  public synchronized void end() {
    List.copyOf(bars.keySet()).forEach(this::end);
  }

  @Override
  public void close() {
    end();
  }

  /** Shows a line that stays, and below it the bars as they are after something. */
  private void above(String line, Runnable change) {
    synchronized (lock) {
      StringBuilder text = erased();
      change.run();
      if (!line.isEmpty()) {
        text.append(line).append(System.lineSeparator());
      }
      out.print(text.append(bars()));
      out.flush();
    }
  }

  private StringBuilder erased() {
    return new StringBuilder(CLEAR).append((UP + CLEAR).repeat(Math.max(0, shown.size() - 1)));
  }

  private String bars() {
    return String.join(System.lineSeparator(), shown.values());
  }

  /** One of the terminal's last lines, which a bar rewrites. */
  private final class OwnLine implements ProgressBarConsumer {
    private final String task;

    OwnLine(String task) {
      this.task = task;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      above("", () -> shown.put(task, rendered));
    }

    @Override
    public void close() {}
  }
}
