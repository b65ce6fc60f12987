package io.reflux.cli;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the last line of a terminal, with rate and time to go; lines pass above it. */
final class BarScreen implements Screen {
  private static final int REFRESH_MILLIS = 250;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final int width;
  private final Object lock = new Object();
  private String shown = "";
  private @Nullable ProgressBar bar;

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
    synchronized (lock) {
      out.print(CLEAR + text + System.lineSeparator() + shown);
      out.flush();
    }
  }

  @Override
  public synchronized void begin(String task, long steps, long fromStep) {
    end();
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .startsFrom(fromStep, Duration.ZERO)
            .setUnit(" steps", 1)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setMaxRenderedLength(width)
            .setConsumer(new LastLine())
            .build();
  }

  @Override
  public synchronized void step(long step, String detail) {
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(" " + detail);
    }
  }

  @Override
  public synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      synchronized (lock) {
        out.print(shown.isEmpty() ? "" : System.lineSeparator());
        out.flush();
        shown = "";
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  /** The terminal's last line, which the bar rewrites. */
  private final class LastLine implements ProgressBarConsumer {

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      synchronized (lock) {
        shown = rendered;
        out.print(CLEAR + rendered);
        out.flush();
      }
    }

    @Override
    public void close() {}
  }
}
