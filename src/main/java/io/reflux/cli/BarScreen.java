package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  /** With fewer characters there is no place for the speed: the time to go says as much. */
  private static final int WIDE = 120;

  private static final String CLEAR = "\r\u001b[K";
  private static final String UP = "\u001b[A";

  private final PrintWriter out;
  private final int width;
  private final Object lock = new Object();
  private final Map<String, String> shown = new LinkedHashMap<>();
  private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
  private final Map<String, Duration> toGo = new ConcurrentHashMap<>();

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
  public synchronized void begin(Work work) {
    String name = work.name();
    end(name);
    toGo.remove(name);
    ProgressBarBuilder bar = new ProgressBarBuilder();
    if (width >= WIDE) {
      bar.showSpeed();
    }
    bars.put(
        name,
        bar.setTaskName(name)
            .setInitialMax(work.all())
            .startsFrom(work.from(), Duration.ZERO)
            .setUnit(" " + work.unit() + "s", 1)
            .setEtaFunction(state -> Optional.ofNullable(toGo.get(name)))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setMaxRenderedLength(width)
            .setConsumer(new OwnLine(name))
            .build());
  }

  @Override
  public synchronized void step(String name, Going going) {
    ProgressBar bar = bars.get(name);
    if (bar != null) {
      if (going.secondsToGo() >= 0) {
        toGo.put(name, Duration.ofMillis(Math.round(1000 * going.secondsToGo())));
      }
      bar.stepTo(going.done());
      bar.setExtraMessage(going.detail().isEmpty() ? "" : " " + going.detail());
    }
  }

  @Override
  public synchronized void end(String name) {
    end(name, true);
  }

  @Override
  public synchronized void drop(String name) {
    end(name, false);
  }

  private void end(String name, boolean stays) {
    ProgressBar bar = bars.remove(name);
    if (bar != null) {
      bar.close();
      String last = stays ? shown.getOrDefault(name, "") : "";
      above(last, () -> shown.remove(name));
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
        text.append(WrappedText.at(width, line)).append(System.lineSeparator());
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
