package io.reflux.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of work that is no run: a bar where people look at a terminal, else few lines. */
final class Bars {
  private static final int MILLIS_BETWEEN_LINES = 30_000;
  private static final int LINE_WIDTH = 90;

  private Bars() {}

  /**
   * A bar from 0 to a count; to be closed.
   *
   * @param errors where the lines go: the command's error stream
   */
  static ProgressBar of(PrintWriter errors, String task, long count) {
    ProgressBarBuilder bar = new ProgressBarBuilder().setTaskName(task).setInitialMax(count);
    if (!Screens.isTerminal()) {
      bar.setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(MILLIS_BETWEEN_LINES)
          .setConsumer(new DelegatingProgressBarConsumer(changed(errors), LINE_WIDTH));
    }
    return bar.build();
  }

  /** Where lines go that differ from the one before: a bar tells its end twice. */
  private static Consumer<String> changed(PrintWriter out) {
    AtomicReference<String> last = new AtomicReference<>("");
    return line -> {
      String told = line.stripTrailing();
      if (!last.getAndSet(told).equals(told)) {
        out.println(told);
      }
    };
  }
}
