package io.reflux.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Says that the reading of a pipeline file takes long, once, while it does: storage that hangs
 * would be a command that says nothing. Before a run there is nobody else who could.
 */
final class SlowReading {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Timer timer = new Timer("slow reading", true);

  private SlowReading() {}

  /** Begins to watch; what it says goes to {@code out}. */
  static SlowReading of(Path file, PrintWriter out) {
    return after(LONG, file, out);
  }

  static SlowReading after(Duration time, Path file, PrintWriter out) {
    SlowReading watch = new SlowReading();
    String words =
        String.format(
            "%s: reading it, and looking at the files it names, has taken %d s; a file may hang",
            file, time.toSeconds());
    TimerTask say =
        new TimerTask() {
          @Override
          public void run() {
            out.println(words);
            out.flush();
          }
        };
    watch.timer.schedule(say, time.toMillis());
    return watch;
  }

  /** It is read, or is not. */
  void over() {
    timer.cancel();
  }
}
