package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process was killed goes on with the numbers that it would have had. */
class KilledRunTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SIGTERM_EXIT = 143;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");
  private static Series uninterrupted = new Series(List.of(), List.of(), new java.util.TreeMap<>());

  @BeforeAll
  static void runUninterrupted() throws Exception {
    pack = TinyPack.write(shared.resolve("pack"));
    uninterrupted =
        Series.of(TinyPipeline.over(pack, TinyPipeline.NARROW), shared.resolve("uninterrupted"));
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameNumbers() throws Exception {
    killAt("StepTaken[task=source, epoch=2, step=8");
    killAt("Evaluated[task=source, student=source, epoch=2");
    killAt("TaskDone[task=source");
    killAt("TeacherMeasured[task=target");
    killAt("StepTaken[task=target, epoch=1, step=5");
    killWhenWritten(1 + TinyPipeline.STEPS + 2 * 8);
    Trial last = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    last.completed();
    assertThat(Series.of(last.directory())).isEqualTo(uninterrupted);
  }

  @Test
  void sigtermWritesACheckpointAndLeaves() throws Exception {
    Process child = start("StepTaken[task=source, epoch=1, step=4", true);
    String said =
        assertTimeoutPreemptively(
            PATIENCE,
            () -> {
              try (BufferedReader lines = child.inputReader()) {
                awaitPause(lines);
                child.toHandle().destroy(); // Process.destroy() would close what it says
                return String.join("\n", lines.lines().toList());
              }
            });
    assertThat(child.waitFor()).isEqualTo(SIGTERM_EXIT);
    assertThat(said).contains(ChildRun.LIVE + "0");
    Trial resumed = Trial.of(TinyPipeline.over(pack, TinyPipeline.NARROW), folder);
    assertThat(resumed.heard(RunEvent.TaskStarted.class).get(0).fromStep())
        .isBetween(4L, TinyPipeline.STEPS - 1L);
    assertThat(Series.of(resumed.directory())).isEqualTo(uninterrupted);
  }

  /** Lets a process run until it has told an event, and kills it there. */
  private void killAt(String event) throws IOException {
    Process child = start(event, false);
    try (BufferedReader lines = child.inputReader()) {
      assertTimeoutPreemptively(PATIENCE, () -> awaitPause(lines));
      assertThat(child.isAlive()).isTrue();
      kill(child);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Lets a process run until so many lines are written, and kills it wherever it is by then. */
  private void killWhenWritten(int lines) throws IOException {
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
    return Files.readString(folder.resolve("metrics.csv")).lines().count();
  }

  private static void awaitPause(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(ChildRun.PAUSED)) {
        return;
      }
    }
    throw new IllegalStateException("the child ended before it paused");
  }

  private Process start(String event, boolean untilStopped) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            ChildRun.class.getName(),
            pack.toString(),
            folder.toString(),
            event,
            Boolean.toString(untilStopped))
        .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("child.err").toFile()))
        .start();
  }
}
