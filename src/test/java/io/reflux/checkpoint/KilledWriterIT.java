package io.reflux.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process with SIGKILL, again and again, at other moments of its work. */
class KilledWriterIT {
  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void aKilledWriterLeavesTheLastCheckpointThatItReported() throws Exception {
    long latest = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long reported = writeUntilKilled(3 + kill, kill % 2 == 1);
      CheckpointStore store = new CheckpointStore(folder, 1);
      Checkpoint found = store.latest().orElseThrow();
      assertThat(store.problems()).isEmpty();
      assertThat(found.step()).isGreaterThanOrEqualTo(reported).isGreaterThan(latest);
      assertThat(found).isEqualTo(Samples.at(found.step()));
      latest = found.step();
    }
  }

  /**
   * Lets a writer report so many checkpoints, and kills it there or in the middle of a later one.
   */
  private long writeUntilKilled(int reports, boolean whileWriting)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                JavaCommand.of(
                    List.of("-XX:TieredStopAtLevel=1"), EndlessWriter.class, folder.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = writer.inputReader()) {
      long reported = 0;
      for (int i = 0; i < reports; i++) {
        reported = nextStep(lines);
      }
      if (whileWriting) {
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .atMost(Duration.ofMinutes(2))
            .until(this::oneIsHalfWritten);
      }
      writer.destroyForcibly().waitFor();
      return reported;
    } finally {
      writer.destroyForcibly();
    }
  }

  /** What has a dot before its name is being written, or taken away. */
  private boolean oneIsHalfWritten() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.anyMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  private static long nextStep(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("\\d+")) {
        return Long.parseLong(line);
      }
    }
    throw new IOException("the writer ended by itself");
  }
}
