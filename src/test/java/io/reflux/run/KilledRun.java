package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reflux.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A run in a process of its own, which is killed.
 *
 * @param pipeline the pipeline file, or the pack of the {@link TinyPipeline}
 * @param folder the run directory
 */
record KilledRun(Path pipeline, Path folder) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Lets a process run until it has told an event, and kills it there. */
  void killAt(String event) throws IOException {
    killAt(event, "");
  }

  /** The same with a process about which something is unusual. */
  void killAt(String event, String unusual) throws IOException {
    Process child = start(event, false, unusual);
    try (BufferedReader lines = child.inputReader()) {
      assertTimeoutPreemptively(PATIENCE, () -> awaitPause(lines));
      assertThat(child.isAlive()).isTrue();
      kill(child);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Lets a process run until so many lines are written, and kills it wherever it is by then. */
  void killWhenWritten(int lines) throws IOException {
    Process child = start("-", false);
    try {
      assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            while (child.isAlive() && written() < lines) {
              TimeUnit.MILLISECONDS.sleep(2);
            }
          });
      kill(child);
    } finally {
      child.destroyForcibly();
    }
  }

  private static void kill(Process child) {
    assertTimeoutPreemptively(PATIENCE, () -> child.destroyForcibly().waitFor());
  }

  private long written() throws IOException {
    Path metrics = folder.resolve("metrics.csv");
    return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
  }

  static void awaitPause(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(ChildRun.PAUSED)) {
        return;
      }
    }
    throw new IllegalStateException("the child ended before it paused");
  }

  Process start(String event, boolean untilStopped) throws IOException {
    return start(event, untilStopped, "");
  }

  Process start(String event, boolean untilStopped, String unusual) throws IOException {
    return new ProcessBuilder(
            JavaCommand.of(
                JavaCommand.BRIEF,
                ChildRun.class,
                pipeline.toString(),
                folder.toString(),
                event,
                Boolean.toString(untilStopped),
                unusual))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("child.err").toFile()))
        .start();
  }
}
